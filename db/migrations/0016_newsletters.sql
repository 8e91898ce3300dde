CREATE TABLE "newsletter_address" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"refusals" integer DEFAULT 0 NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "newsletter_address_email_unique" UNIQUE("email"),
	CONSTRAINT "newsletter_address_lower_case" CHECK ("newsletter_address"."email" = lower("newsletter_address"."email")),
	CONSTRAINT "newsletter_address_refusals" CHECK ("newsletter_address"."refusals" >= 0)
);
--> statement-breakpoint
CREATE TABLE "newsletter_issue" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"newsletter" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"subject" text NOT NULL,
	"content" jsonb NOT NULL,
	"state" text NOT NULL,
	"queued_to" uuid,
	"recipients" integer DEFAULT 0 NOT NULL,
	"delivered" integer,
	"refused" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "newsletter_issue_once" UNIQUE("newsletter","due_at"),
	CONSTRAINT "newsletter_issue_state" CHECK ("newsletter_issue"."state" in ('queueing', 'sending', 'sent')),
	CONSTRAINT "newsletter_issue_settled" CHECK (num_nonnulls("newsletter_issue"."delivered", "newsletter_issue"."refused", "newsletter_issue"."sent_at") = case when "newsletter_issue"."state" = 'sent' then 3 else 0 end)
);
--> statement-breakpoint
CREATE TABLE "newsletter_subscription" (
	"address_id" uuid NOT NULL,
	"newsletter" text NOT NULL,
	"state" text NOT NULL,
	"asked_from" text NOT NULL,
	"consent_version" text NOT NULL,
	"consent_text" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "newsletter_subscription_address_id_newsletter_pk" PRIMARY KEY("address_id","newsletter"),
	CONSTRAINT "newsletter_subscription_state" CHECK ("newsletter_subscription"."state" in ('pending', 'confirmed', 'unsubscribed')),
	CONSTRAINT "newsletter_subscription_from" CHECK ("newsletter_subscription"."asked_from" in ('page', 'preferences', 'account')),
	CONSTRAINT "newsletter_subscription_confirmed_once" CHECK (("newsletter_subscription"."state" = 'pending') = ("newsletter_subscription"."confirmed_at" is null)),
	CONSTRAINT "newsletter_subscription_ended" CHECK (("newsletter_subscription"."state" = 'unsubscribed') = ("newsletter_subscription"."ended_at" is not null))
);
--> statement-breakpoint
DROP INDEX "mail_queued";--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "issue_id" uuid;--> statement-breakpoint
ALTER TABLE "newsletter_subscription" ADD CONSTRAINT "newsletter_subscription_address_id_newsletter_address_id_fk" FOREIGN KEY ("address_id") REFERENCES "public"."newsletter_address"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "newsletter_issue_open" ON "newsletter_issue" USING btree ("created_at") WHERE state <> 'sent';--> statement-breakpoint
CREATE INDEX "newsletter_subscription_confirmed" ON "newsletter_subscription" USING btree ("newsletter","address_id") WHERE state = 'confirmed';--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_issue_id_newsletter_issue_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."newsletter_issue"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_by_issue" ON "mail" USING btree ("issue_id","state") WHERE issue_id is not null;--> statement-breakpoint
CREATE INDEX "mail_queued" ON "mail" USING btree ((issue_id is not null),"next_attempt_at") WHERE state = 'queued';