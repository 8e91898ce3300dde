CREATE TABLE "article_reads" (
	"article_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"reads" integer NOT NULL,
	CONSTRAINT "article_reads_hour_article_id_pk" PRIMARY KEY("hour","article_id"),
	CONSTRAINT "article_reads_positive" CHECK ("article_reads"."reads" > 0)
);
--> statement-breakpoint
CREATE TABLE "front_container" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"section_id" uuid,
	"topic_id" uuid,
	"articles" integer NOT NULL,
	"layout" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "front_container_kind" CHECK ("front_container"."kind" in ('lead', 'river', 'section', 'topic', 'opinion', 'most_read', 'newsletter', 'subscribe')),
	CONSTRAINT "front_container_layout" CHECK ("front_container"."layout" in ('wide', 'column')),
	CONSTRAINT "front_container_articles" CHECK ("front_container"."articles" between 1 and 12),
	CONSTRAINT "front_container_title" CHECK (char_length("front_container"."title") <= 60),
	CONSTRAINT "front_container_shelf" CHECK (("front_container"."section_id" is not null) = ("front_container"."kind" = 'section' or ("front_container"."kind" = 'opinion' and "front_container"."topic_id" is null))
        and ("front_container"."topic_id" is not null) = ("front_container"."kind" = 'topic' or ("front_container"."kind" = 'opinion' and "front_container"."section_id" is null)))
);
--> statement-breakpoint
CREATE TABLE "front_edition" (
	"one" integer PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	CONSTRAINT "front_edition_one" CHECK ("front_edition"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE "front_pin" (
	"container_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"ends_at" timestamp with time zone,
	CONSTRAINT "front_pin_container_id_article_id_pk" PRIMARY KEY("container_id","article_id")
);
--> statement-breakpoint
CREATE TABLE "most_read" (
	"position" integer PRIMARY KEY NOT NULL,
	"article_id" uuid NOT NULL,
	CONSTRAINT "most_read_article_id_unique" UNIQUE("article_id")
);
--> statement-breakpoint
ALTER TABLE "article_reads" ADD CONSTRAINT "article_reads_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "front_container" ADD CONSTRAINT "front_container_section_id_section_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."section"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "front_container" ADD CONSTRAINT "front_container_topic_id_topic_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topic"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "front_pin" ADD CONSTRAINT "front_pin_container_id_front_container_id_fk" FOREIGN KEY ("container_id") REFERENCES "public"."front_container"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "front_pin" ADD CONSTRAINT "front_pin_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "most_read" ADD CONSTRAINT "most_read_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "front_pin_by_article" ON "front_pin" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "front_pin_ends" ON "front_pin" USING btree ("ends_at");
--> statement-breakpoint
INSERT INTO front_edition VALUES (1, 0);
--> statement-breakpoint
-- For each row: the statement that a deleted article brings about most often meets none.
CREATE FUNCTION tell_front() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('foldline_changes', 'lists');
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON front_container
  FOR EACH ROW EXECUTE FUNCTION tell_front();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON front_container FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON front_pin
  FOR EACH ROW EXECUTE FUNCTION tell_front();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON front_pin FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_row AFTER INSERT OR UPDATE OR DELETE ON most_read
  FOR EACH ROW EXECUTE FUNCTION tell_front();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON most_read FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
-- As it was, and says of an article that is no longer pinned what it says of one whose day came.
CREATE OR REPLACE FUNCTION beat_as_listener(listener uuid, beat bigint, since timestamptz, OUT at timestamptz, OUT due text[])
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  at := now();
  INSERT INTO change_listener VALUES (listener, clock_timestamp(), 0)
  ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at;
  PERFORM pg_notify('foldline_beat_' || listener, beat::text);
  due := array(SELECT slug FROM article
                WHERE status = 'published' AND published_at > since AND published_at <= at
               UNION
               SELECT slug FROM article JOIN front_pin ON article_id = article.id
                WHERE ends_at > since AND ends_at <= at
                LIMIT 501);
END;
$$;
