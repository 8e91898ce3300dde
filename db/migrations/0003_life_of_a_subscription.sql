CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reader_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text_version" text NOT NULL,
	"text" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"agreed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "consent_kind" CHECK ("consent"."kind" in ('subscription', 'gift'))
);
--> statement-breakpoint
CREATE TABLE "gift" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"buyer_id" uuid NOT NULL,
	"state" text NOT NULL,
	"months" integer NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"giver_name" text NOT NULL,
	"recipient_name" text,
	"recipient_email" text,
	"note" text,
	"deliver_at" timestamp with time zone NOT NULL,
	"code_hash" text NOT NULL,
	"session_id" text,
	"payment_intent_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"paid_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"redeemed_by" uuid,
	"redeemed_at" timestamp with time zone,
	"grant_id" uuid,
	"canceled_at" timestamp with time zone,
	"why_canceled" text,
	CONSTRAINT "gift_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "gift_session_id_unique" UNIQUE("session_id"),
	CONSTRAINT "gift_payment_intent_id_unique" UNIQUE("payment_intent_id"),
	CONSTRAINT "gift_state" CHECK ("gift"."state" in ('open', 'paid', 'redeemed', 'canceled')),
	CONSTRAINT "gift_months" CHECK ("gift"."months" between 1 and 24),
	CONSTRAINT "gift_code_is_hash" CHECK ("gift"."code_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "gift_paid" CHECK ("gift"."state" in ('open', 'canceled') or "gift"."paid_at" is not null),
	CONSTRAINT "gift_redeemed" CHECK (("gift"."redeemed_by" is null) = ("gift"."redeemed_at" is null)
          and ("gift"."state" <> 'redeemed' or "gift"."redeemed_at" is not null)),
	CONSTRAINT "gift_canceled" CHECK (("gift"."state" = 'canceled') = ("gift"."canceled_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "health_check" (
	"name" text PRIMARY KEY NOT NULL,
	"problem" text,
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_change" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"from_price_id" text NOT NULL,
	"to_price_id" text NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"announced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"announced_by" text NOT NULL,
	"canceled_at" timestamp with time zone,
	CONSTRAINT "price_change_other" CHECK ("price_change"."from_price_id" <> "price_change"."to_price_id"),
	CONSTRAINT "price_change_told_first" CHECK ("price_change"."effective_at" > "price_change"."announced_at")
);
--> statement-breakpoint
CREATE TABLE "withdrawal" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"reference" text,
	"via" text NOT NULL,
	"reader_id" uuid,
	"subscription_id" text,
	"stated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"outcome" text NOT NULL,
	"refund_amount" bigint,
	"refund_currency" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "withdrawal_via" CHECK ("withdrawal"."via" in ('link', 'account', 'form')),
	CONSTRAINT "withdrawal_outcome" CHECK ("withdrawal"."outcome" in ('ended', 'by_hand', 'too_late'))
);
--> statement-breakpoint
CREATE TABLE "charge" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"payment_intent_id" text,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"amount_captured" bigint NOT NULL,
	"amount_refunded" bigint NOT NULL,
	"card_brand" text,
	"card_last4" text,
	"created_at" timestamp with time zone NOT NULL,
	"synced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "charge_card" CHECK ("charge"."card_last4" ~ '^[0-9]{4}$'),
	CONSTRAINT "charge_refunded" CHECK ("charge"."amount_refunded" between 0 and "charge"."amount_captured")
);
--> statement-breakpoint
CREATE TABLE "email_change" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reader_id" uuid NOT NULL,
	"new_email" text NOT NULL,
	"link_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "email_change_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "email_change_lower_case" CHECK ("email_change"."new_email" = lower("email_change"."new_email")),
	CONSTRAINT "email_change_link_is_hash" CHECK ("email_change"."link_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "checkout_attempt" ADD COLUMN "plan" text DEFAULT 'monthly' NOT NULL;--> statement-breakpoint
ALTER TABLE "dispute" ADD COLUMN "charge_id" text;--> statement-breakpoint
ALTER TABLE "dispute" ADD COLUMN "payment_intent_id" text;--> statement-breakpoint
ALTER TABLE "dispute" ADD COLUMN "evidence_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "billing_reason" text;--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD COLUMN "card_brand" text;--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD COLUMN "card_last4" text;--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD COLUMN "card_exp_month" integer;--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD COLUMN "card_exp_year" integer;--> statement-breakpoint
ALTER TABLE "stripe_event" ADD COLUMN "source" text DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
ALTER TABLE "stripe_event" ADD COLUMN "signed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reader" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift" ADD CONSTRAINT "gift_buyer_id_reader_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift" ADD CONSTRAINT "gift_redeemed_by_reader_id_fk" FOREIGN KEY ("redeemed_by") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gift" ADD CONSTRAINT "gift_grant_id_access_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."access_grant"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_customer_id_stripe_customer_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."stripe_customer"("customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_by_reader" ON "consent" USING btree ("reader_id","agreed_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "gift_by_buyer" ON "gift" USING btree ("buyer_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "gift_to_deliver" ON "gift" USING btree ("deliver_at") WHERE state = 'paid' and delivered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "price_change_one_at_a_time" ON "price_change" USING btree ("from_price_id") WHERE canceled_at is null;--> statement-breakpoint
CREATE INDEX "withdrawal_by_reader" ON "withdrawal" USING btree ("reader_id");--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_ends_once" ON "withdrawal" USING btree ("subscription_id") WHERE outcome = 'ended';--> statement-breakpoint
CREATE INDEX "charge_by_customer" ON "charge" USING btree ("customer_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "charge_by_payment_intent" ON "charge" USING btree ("payment_intent_id");--> statement-breakpoint
CREATE INDEX "email_change_by_reader" ON "email_change" USING btree ("reader_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "stripe_event_by_receipt" ON "stripe_event" USING btree ("received_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "stripe_event_dead" ON "stripe_event" USING btree ("processed_at") WHERE outcome = 'dead';--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_id_unique" UNIQUE("id");--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD CONSTRAINT "stripe_customer_card" CHECK ("stripe_customer"."card_last4" ~ '^[0-9]{4}$');--> statement-breakpoint
ALTER TABLE "stripe_event" ADD CONSTRAINT "stripe_event_source" CHECK ("stripe_event"."source" in ('webhook', 'reconcile'));--> statement-breakpoint
ALTER TABLE "reader" ADD CONSTRAINT "reader_deleted_is_nobody" CHECK ("reader"."deleted_at" is null or "reader"."name" is null);