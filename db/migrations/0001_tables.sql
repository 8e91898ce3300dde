CREATE TABLE "article" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"headline" text NOT NULL,
	"standfirst" text NOT NULL,
	"preview_html" text NOT NULL,
	"preview_text" text NOT NULL,
	"excerpt" text NOT NULL,
	"preview_words" integer NOT NULL,
	"access_level" text NOT NULL,
	"has_gated_part" boolean NOT NULL,
	"status" text NOT NULL,
	"published_at" timestamp with time zone,
	"revised_at" timestamp with time zone,
	"section_id" uuid,
	"picture_src" text,
	"picture_alt" text,
	"picture_caption" text,
	"picture_credit" text,
	"picture_width" integer,
	"picture_height" integer,
	"source_name" text,
	"source_url" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', "article"."headline"), 'A') || setweight(to_tsvector('english', "article"."standfirst"), 'B') || setweight(to_tsvector('english', "article"."preview_text"), 'C')) STORED,
	CONSTRAINT "article_slug_unique" UNIQUE("slug"),
	CONSTRAINT "article_slug_shape" CHECK ("article"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "article_access_level" CHECK ("article"."access_level" in ('free', 'registered', 'subscriber')),
	CONSTRAINT "article_status" CHECK ("article"."status" in ('draft', 'scheduled', 'published', 'withdrawn')),
	CONSTRAINT "article_dated_when_public" CHECK ("article"."status" not in ('scheduled', 'published') or "article"."published_at" is not null),
	CONSTRAINT "article_picture_sized" CHECK ("article"."picture_src" is null or ("article"."picture_width" > 0 and "article"."picture_height" > 0 and "article"."picture_alt" is not null)),
	CONSTRAINT "article_source_link" CHECK ("article"."source_url" is null or "article"."source_url" ~ '^https?://')
);
--> statement-breakpoint
CREATE TABLE "article_author" (
	"article_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "article_author_article_id_author_id_pk" PRIMARY KEY("article_id","author_id")
);
--> statement-breakpoint
CREATE TABLE "article_gated" (
	"article_id" uuid PRIMARY KEY NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', "article_gated"."text")) STORED
);
--> statement-breakpoint
CREATE TABLE "article_region" (
	"article_id" uuid NOT NULL,
	"region_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "article_region_article_id_region_id_pk" PRIMARY KEY("article_id","region_id")
);
--> statement-breakpoint
CREATE TABLE "article_revision" (
	"article_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"headline" text NOT NULL,
	"standfirst" text NOT NULL,
	"source_html" text NOT NULL,
	"imported_from" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_revision_article_id_number_pk" PRIMARY KEY("article_id","number")
);
--> statement-breakpoint
CREATE TABLE "article_topic" (
	"article_id" uuid NOT NULL,
	"topic_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "article_topic_article_id_topic_id_pk" PRIMARY KEY("article_id","topic_id")
);
--> statement-breakpoint
CREATE TABLE "author" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "author_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"article_id" uuid NOT NULL,
	"text" text NOT NULL,
	"corrected_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "region_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "section" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "section_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "topic" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	CONSTRAINT "topic_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reader_id" uuid,
	"to_address" text NOT NULL,
	"kind" text NOT NULL,
	"once_key" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "mail_once_key_unique" UNIQUE("once_key"),
	CONSTRAINT "mail_state" CHECK ("mail"."state" in ('queued', 'sent', 'failed')),
	CONSTRAINT "mail_sent" CHECK (("mail"."state" = 'sent') = ("mail"."sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "checkout_attempt" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reader_id" uuid NOT NULL,
	"state" text NOT NULL,
	"session_id" text,
	"return_to" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "checkout_attempt_session_id_unique" UNIQUE("session_id"),
	CONSTRAINT "checkout_attempt_state" CHECK ("checkout_attempt"."state" in ('open', 'completed', 'expired')),
	CONSTRAINT "checkout_attempt_closed" CHECK (("checkout_attempt"."state" = 'open') = ("checkout_attempt"."closed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "dispute" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"subscription_id" text,
	"status" text NOT NULL,
	"reason" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"synced_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"subscription_id" text,
	"number" text,
	"status" text,
	"currency" text NOT NULL,
	"amount_due" bigint NOT NULL,
	"amount_paid" bigint NOT NULL,
	"amount_remaining" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"hosted_url" text,
	"pdf_url" text,
	"synced_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stripe_customer" (
	"customer_id" text PRIMARY KEY NOT NULL,
	"reader_id" uuid NOT NULL,
	"livemode" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"synced_at" timestamp with time zone,
	"unlinked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "stripe_event" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"customer_id" text,
	"livemode" boolean NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp with time zone,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text,
	CONSTRAINT "stripe_event_processed" CHECK (("stripe_event"."processed_at" is null) = ("stripe_event"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"status" text NOT NULL,
	"ours" boolean NOT NULL,
	"price_id" text,
	"unit_amount" bigint,
	"currency" text NOT NULL,
	"interval" text,
	"quantity" integer,
	"period_start" timestamp with time zone,
	"period_end" timestamp with time zone,
	"cancel_at" timestamp with time zone,
	"cancel_at_period_end" boolean NOT NULL,
	"canceled_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"trial_end" timestamp with time zone,
	"pause_behavior" text,
	"pause_resumes_at" timestamp with time zone,
	"unpaid_since" timestamp with time zone,
	"known_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"synced_at" timestamp with time zone NOT NULL,
	"vanished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "access_grant" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reader_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"giver" text NOT NULL,
	"why" text NOT NULL,
	"starts_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_grant_kind" CHECK ("access_grant"."kind" in ('staff', 'gift')),
	CONSTRAINT "access_grant_ends_later" CHECK ("access_grant"."ends_at" > "access_grant"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"reader_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "account_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_id" uuid,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reader" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp with time zone,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reader_email_unique" UNIQUE("email"),
	CONSTRAINT "reader_email_lower_case" CHECK ("reader"."email" = lower("reader"."email"))
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"reader_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"device" text DEFAULT 'Unknown device' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_is_hash" CHECK ("session"."token_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "sign_in_challenge" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"link_hash" text NOT NULL,
	"code_hash" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"return_to" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "sign_in_challenge_link_hash_unique" UNIQUE("link_hash"),
	CONSTRAINT "sign_in_challenge_tries" CHECK ("sign_in_challenge"."tries" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "staff_member" (
	"reader_id" uuid PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_member_role" CHECK ("staff_member"."role" in ('support', 'writer', 'editor', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "verification_token" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "verification_token_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
ALTER TABLE "article" ADD CONSTRAINT "article_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_author" ADD CONSTRAINT "article_author_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_author" ADD CONSTRAINT "article_author_author_id_author_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."author"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_gated" ADD CONSTRAINT "article_gated_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_region" ADD CONSTRAINT "article_region_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_region" ADD CONSTRAINT "article_region_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_revision" ADD CONSTRAINT "article_revision_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_topic" ADD CONSTRAINT "article_topic_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_topic" ADD CONSTRAINT "article_topic_topic_id_topic_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topic"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkout_attempt" ADD CONSTRAINT "checkout_attempt_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_customer_id_stripe_customer_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."stripe_customer"("customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_customer_id_stripe_customer_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."stripe_customer"("customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_customer" ADD CONSTRAINT "stripe_customer_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_customer_id_stripe_customer_customer_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."stripe_customer"("customer_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_published" ON "article" USING btree ("published_at" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "article_by_section" ON "article" USING btree ("section_id","published_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "article_search" ON "article" USING gin ("search");--> statement-breakpoint
CREATE INDEX "article_by_author" ON "article_author" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "article_gated_search" ON "article_gated" USING gin ("search");--> statement-breakpoint
CREATE INDEX "article_by_region" ON "article_region" USING btree ("region_id");--> statement-breakpoint
CREATE INDEX "article_revision_imported" ON "article_revision" USING btree ("imported_from");--> statement-breakpoint
CREATE INDEX "article_by_topic" ON "article_topic" USING btree ("topic_id");--> statement-breakpoint
CREATE INDEX "mail_queued" ON "mail" USING btree ("next_attempt_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "mail_by_reader" ON "mail" USING btree ("reader_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "checkout_attempt_one_open" ON "checkout_attempt" USING btree ("reader_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "dispute_by_customer" ON "dispute" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "invoice_by_customer" ON "invoice" USING btree ("customer_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "stripe_customer_one_per_reader" ON "stripe_customer" USING btree ("reader_id") WHERE unlinked_at is null;--> statement-breakpoint
CREATE INDEX "stripe_event_pending" ON "stripe_event" USING btree ("next_attempt_at") WHERE processed_at is null;--> statement-breakpoint
CREATE INDEX "stripe_event_by_customer" ON "stripe_event" USING btree ("customer_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "subscription_by_customer" ON "subscription" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "subscription_by_period_end" ON "subscription" USING btree ("period_end");--> statement-breakpoint
CREATE INDEX "access_grant_by_reader" ON "access_grant" USING btree ("reader_id");--> statement-breakpoint
CREATE INDEX "audit_entry_by_subject" ON "audit_entry" USING btree ("subject_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "reader_search" ON "reader" USING gin (("email" || ' ' || coalesce("name", '')) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "session_by_reader" ON "session" USING btree ("reader_id");--> statement-breakpoint
CREATE INDEX "sign_in_challenge_by_email" ON "sign_in_challenge" USING btree ("email","created_at" DESC NULLS FIRST);