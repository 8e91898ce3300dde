CREATE TABLE "region_map" (
	"region_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"svg" text NOT NULL,
	"alt" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	CONSTRAINT "region_map_hash_shape" CHECK ("region_map"."hash" ~ '^[0-9a-f]{32}$'),
	CONSTRAINT "region_map_sized" CHECK ("region_map"."width" > 0 and "region_map"."height" > 0)
);
--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "words" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "correction" ADD COLUMN "weight" text DEFAULT 'minor' NOT NULL;--> statement-breakpoint
ALTER TABLE "region" ADD COLUMN "area" jsonb;--> statement-breakpoint
ALTER TABLE "region_map" ADD CONSTRAINT "region_map_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "region_map_by_hash" ON "region_map" USING btree ("hash");--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_weight" CHECK ("correction"."weight" in ('minor', 'serious'));
--> statement-breakpoint
-- Of articles that are there, by the spaces between words; whoever saves one counts anew.
UPDATE article SET words = preview_words + coalesce((
  SELECT cardinality(regexp_split_to_array(btrim(g.text), '\s+')) FROM article_gated g
   WHERE g.article_id = article.id AND btrim(g.text) <> ''), 0);
--> statement-breakpoint
CREATE OR REPLACE VIEW published_article AS
  SELECT id, slug, headline, standfirst, preview_html, excerpt, preview_words, access_level,
         has_gated_part, published_at, revised_at, section_id, picture_src, picture_alt,
         picture_caption, picture_credit, picture_width, picture_height, source_name, source_url,
         search, preview_text, words
    FROM article
   WHERE status = 'published' AND published_at <= now();
--> statement-breakpoint
-- A map stands on the pages of all articles of its region, and has an address of its own.
CREATE FUNCTION tell_region_map() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    IF EXISTS (SELECT FROM new_rows) THEN PERFORM pg_notify('foldline_changes', 'everything'); END IF;
  ELSIF tg_op = 'DELETE' THEN
    IF EXISTS (SELECT FROM old_rows) THEN PERFORM pg_notify('foldline_changes', 'everything'); END IF;
  ELSIF EXISTS (TABLE old_rows EXCEPT TABLE new_rows) THEN
    PERFORM pg_notify('foldline_changes', 'everything');
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON region_map
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_region_map();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON region_map
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_region_map();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON region_map
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_region_map();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON region_map FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
