CREATE TABLE "gift_link" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"giver_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"opened" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "gift_link_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "gift_link_token_is_hash" CHECK ("gift_link"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "gift_link_ends_later" CHECK ("gift_link"."ends_at" > "gift_link"."made_at"),
	CONSTRAINT "gift_link_opened" CHECK ("gift_link"."opened" >= 0)
);
--> statement-breakpoint
ALTER TABLE "gift_link" ADD CONSTRAINT "gift_link_giver_id_reader_id_fk" FOREIGN KEY ("giver_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift_link" ADD CONSTRAINT "gift_link_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gift_link_by_giver" ON "gift_link" USING btree ("giver_id","made_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "gift_link_by_article" ON "gift_link" USING btree ("article_id");