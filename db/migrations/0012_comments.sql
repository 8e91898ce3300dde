CREATE TABLE "comment" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"article_id" uuid NOT NULL,
	"reader_id" uuid,
	"parent_id" uuid,
	"is_top" boolean GENERATED ALWAYS AS (parent_id is null) STORED,
	"parent_is_top" boolean GENERATED ALWAYS AS (case when parent_id is not null then true end) STORED,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"held_for" text,
	"removed_by" text,
	"removed_why" text,
	"by_staff" boolean DEFAULT false NOT NULL,
	"picked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp with time zone,
	"approved_at" timestamp with time zone,
	"once_key" uuid,
	CONSTRAINT "comment_once_key_unique" UNIQUE("once_key"),
	CONSTRAINT "comment_in_article" UNIQUE("id","article_id","is_top"),
	CONSTRAINT "comment_state" CHECK ("comment"."state" in ('visible', 'held', 'removed')),
	CONSTRAINT "comment_length" CHECK (char_length("comment"."body") <= 4000),
	CONSTRAINT "comment_held_for" CHECK (("comment"."state" = 'held') = ("comment"."held_for" is not null) and "comment"."held_for" in ('word', 'reports', 'staff')),
	CONSTRAINT "comment_removed_by" CHECK (("comment"."state" = 'removed') = ("comment"."removed_by" is not null) and "comment"."removed_by" in ('writer', 'staff')),
	CONSTRAINT "comment_says_something" CHECK ("comment"."body" <> '' or "comment"."removed_by" is not distinct from 'writer'),
	CONSTRAINT "comment_of_nobody_is_empty" CHECK ("comment"."reader_id" is not null or "comment"."body" = ''),
	CONSTRAINT "comment_pick_is_visible" CHECK ("comment"."picked_at" is null or "comment"."state" = 'visible')
);
--> statement-breakpoint
CREATE TABLE "comment_ban" (
	"reader_id" uuid PRIMARY KEY NOT NULL,
	"why" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"until" timestamp with time zone,
	CONSTRAINT "comment_ban_ends_later" CHECK ("comment_ban"."until" is null or "comment_ban"."until" > "comment_ban"."created_at")
);
--> statement-breakpoint
CREATE TABLE "comment_report" (
	"comment_id" uuid NOT NULL,
	"reader_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "comment_report_comment_id_reader_id_pk" PRIMARY KEY("comment_id","reader_id"),
	CONSTRAINT "comment_report_reason" CHECK ("comment_report"."reason" in ('abuse', 'false', 'private', 'spam', 'off_topic', 'other')),
	CONSTRAINT "comment_report_note" CHECK (char_length("comment_report"."note") <= 500)
);
--> statement-breakpoint
CREATE TABLE "comment_writer" (
	"reader_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"folded" text NOT NULL,
	"named_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "comment_writer_name" CHECK (char_length("comment_writer"."name") between 2 and 40)
);
--> statement-breakpoint
CREATE TABLE "hold_word" (
	"folded" text PRIMARY KEY NOT NULL,
	"word" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "comments_closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_answers_comment" FOREIGN KEY ("parent_id","article_id","parent_is_top") REFERENCES "public"."comment"("id","article_id","is_top") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_ban" ADD CONSTRAINT "comment_ban_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_report" ADD CONSTRAINT "comment_report_comment_id_comment_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comment"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_report" ADD CONSTRAINT "comment_report_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_writer" ADD CONSTRAINT "comment_writer_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_threads" ON "comment" USING btree ("article_id","created_at","id");--> statement-breakpoint
CREATE INDEX "comment_replies" ON "comment" USING btree ("parent_id","created_at","id");--> statement-breakpoint
CREATE INDEX "comment_by_reader" ON "comment" USING btree ("reader_id","created_at");--> statement-breakpoint
CREATE INDEX "comment_held" ON "comment" USING btree ("created_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "comment_newest" ON "comment" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "comment_report_open" ON "comment_report" USING btree ("comment_id") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "comment_report_by_reader" ON "comment_report" USING btree ("reader_id");--> statement-breakpoint
-- The pages that show a comment: its article's, and those of its comments, which are kept with it. What
-- nobody is shown (who waits, who approved, a report) says nothing.
CREATE FUNCTION tell_comment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_articles(array(
      SELECT DISTINCT article_id FROM new_rows WHERE state = 'visible' LIMIT 501), false);
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_articles(array(
      SELECT DISTINCT article_id FROM old_rows WHERE state <> 'held' LIMIT 501), false);
  ELSE
    PERFORM tell_articles(array(
      SELECT DISTINCT article_id FROM (
        SELECT unnest(array[o.article_id, n.article_id]) AS article_id
          FROM old_rows o JOIN new_rows n USING (id)
         WHERE (o.article_id, o.parent_id, o.reader_id, o.state, o.removed_by, o.picked_at IS NULL,
                o.edited_at, o.created_at, CASE o.state WHEN 'visible' THEN o.body END)
               IS DISTINCT FROM
               (n.article_id, n.parent_id, n.reader_id, n.state, n.removed_by, n.picked_at IS NULL,
                n.edited_at, n.created_at, CASE n.state WHEN 'visible' THEN n.body END)) AS c
       LIMIT 501), false);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Another name stands beside everything that was written under the one before.
CREATE FUNCTION tell_comment_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' THEN
    PERFORM tell_articles(array(
      SELECT DISTINCT c.article_id FROM comment c JOIN old_rows o USING (reader_id)
       WHERE c.state = 'visible' LIMIT 501), false);
  ELSE
    PERFORM tell_articles(array(
      SELECT DISTINCT c.article_id FROM comment c
        JOIN old_rows o USING (reader_id) JOIN new_rows n USING (reader_id)
       WHERE c.state = 'visible' AND o.name IS DISTINCT FROM n.name LIMIT 501), false);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON comment
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_comment();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON comment
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_comment();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON comment
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_comment();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON comment FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON comment_writer
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_comment_writer();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON comment_writer
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_comment_writer();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON comment_writer FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
