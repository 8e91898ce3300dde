ALTER TABLE "author" ADD COLUMN "role" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "author" ADD COLUMN "links" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "author" ADD CONSTRAINT "author_role" CHECK (char_length("author"."role") <= 100);