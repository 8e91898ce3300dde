CREATE TABLE "refused_link" (
	"customer_id" text NOT NULL,
	"reader_id" uuid NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	CONSTRAINT "refused_link_customer_id_reader_id_pk" PRIMARY KEY("customer_id","reader_id")
);
--> statement-breakpoint
ALTER TABLE "withdrawal" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "oddity" text;--> statement-breakpoint
ALTER TABLE "access_grant" ADD COLUMN "once_key" uuid;--> statement-breakpoint
ALTER TABLE "refused_link" ADD CONSTRAINT "refused_link_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withdrawal_to_settle" ON "withdrawal" USING btree ("stated_at") WHERE outcome = 'by_hand' and settled_at is null;--> statement-breakpoint
CREATE INDEX "subscription_odd" ON "subscription" USING btree ("oddity") WHERE oddity is not null;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_once_key_unique" UNIQUE("once_key");--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_settled_by" CHECK ("withdrawal"."settled_by" is null or "withdrawal"."settled_at" is not null);--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_oddity" CHECK ("subscription"."oddity" in ('unknown_state', 'older_version'));