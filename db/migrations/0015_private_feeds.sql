CREATE TABLE "private_feed" (
	"reader_id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "private_feed_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "private_feed_token_is_hash" CHECK ("private_feed"."token_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "private_feed" ADD CONSTRAINT "private_feed_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;