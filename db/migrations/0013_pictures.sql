CREATE TABLE "picture" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"hash" text NOT NULL,
	"type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"alt" text NOT NULL,
	"caption" text,
	"credit" text,
	"source" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "picture_hash_unique" UNIQUE("hash"),
	CONSTRAINT "picture_hash_shape" CHECK ("picture"."hash" ~ '^[0-9a-f]{32}$'),
	CONSTRAINT "picture_type" CHECK ("picture"."type" in ('jpeg', 'png', 'webp', 'avif', 'gif')),
	CONSTRAINT "picture_sized" CHECK ("picture"."width" > 0 and "picture"."height" > 0 and "picture"."bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "picture_use" (
	"article_id" uuid NOT NULL,
	"picture_id" uuid NOT NULL,
	"part" text NOT NULL,
	CONSTRAINT "picture_use_article_id_picture_id_pk" PRIMARY KEY("article_id","picture_id"),
	CONSTRAINT "picture_use_part" CHECK ("picture_use"."part" in ('public', 'gated'))
);
--> statement-breakpoint
ALTER TABLE "picture" ADD CONSTRAINT "picture_created_by_reader_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."reader"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "picture_use" ADD CONSTRAINT "picture_use_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "picture_use" ADD CONSTRAINT "picture_use_picture_id_picture_id_fk" FOREIGN KEY ("picture_id") REFERENCES "public"."picture"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "picture_use_by_picture" ON "picture_use" USING btree ("picture_id");