ALTER TABLE "front_container" ADD COLUMN "hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "front_edition" ADD COLUMN "changed_at" timestamp with time zone;