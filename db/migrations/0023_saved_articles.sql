CREATE TABLE "saved_article" (
	"reader_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_article_reader_id_article_id_pk" PRIMARY KEY("reader_id","article_id")
);
--> statement-breakpoint
ALTER TABLE "saved_article" ADD CONSTRAINT "saved_article_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_article" ADD CONSTRAINT "saved_article_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_article_by_reader" ON "saved_article" USING btree ("reader_id","saved_at" DESC NULLS FIRST,"article_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "saved_article_by_article" ON "saved_article" USING btree ("article_id");