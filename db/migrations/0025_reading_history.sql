CREATE TABLE "history_entry" (
	"reader_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "history_entry_reader_id_article_id_pk" PRIMARY KEY("reader_id","article_id")
);
--> statement-breakpoint
CREATE TABLE "reading_history" (
	"reader_id" uuid PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "history_entry" ADD CONSTRAINT "history_entry_reader_id_reading_history_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reading_history"("reader_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history_entry" ADD CONSTRAINT "history_entry_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading_history" ADD CONSTRAINT "reading_history_reader_id_reader_id_fk" FOREIGN KEY ("reader_id") REFERENCES "public"."reader"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "history_entry_by_reader" ON "history_entry" USING btree ("reader_id","read_at" DESC NULLS FIRST,"article_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "history_entry_by_article" ON "history_entry" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "history_entry_by_age" ON "history_entry" USING btree ("read_at");
--> statement-breakpoint
-- Instances keep with a session whether what its reader opens is noted. That nothing is noted of whom it was turned off for does
-- not hang on this notice: the row they would hang on is gone.
CREATE FUNCTION tell_reading_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_changes('reader', array(SELECT reader_id::text FROM new_rows LIMIT 501));
  ELSE
    PERFORM tell_changes('reader', array(SELECT reader_id::text FROM old_rows LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON reading_history
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_reading_history();
CREATE TRIGGER tell_delete AFTER DELETE ON reading_history
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_reading_history();
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON reading_history FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
