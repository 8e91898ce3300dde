-- A search reads of the gated part only what its reader may read. The vector is that of the whole article, and stands with the level under
-- which it may be read in the gated table itself: each level has an index of its own.
DROP INDEX "article_gated_search";--> statement-breakpoint
ALTER TABLE "article_gated" ALTER COLUMN "search" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "article_gated" ALTER COLUMN "search" SET DEFAULT ''::tsvector;--> statement-breakpoint
ALTER TABLE "article_gated" ALTER COLUMN "search" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "article_gated" ADD COLUMN "access_level" text DEFAULT 'subscriber' NOT NULL;--> statement-breakpoint
ALTER TABLE "article_gated" ADD CONSTRAINT "article_gated_access_level" CHECK ("article_gated"."access_level" in ('free', 'registered', 'subscriber'));--> statement-breakpoint
CREATE FUNCTION fill_gated_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT access_level, search || setweight(to_tsvector('english', new.text), 'D')
    INTO STRICT new.access_level, new.search
    FROM article WHERE id = new.article_id;
  RETURN new;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER article_gated_search_filled
  BEFORE INSERT OR UPDATE ON article_gated
  FOR EACH ROW EXECUTE FUNCTION fill_gated_search();
--> statement-breakpoint
CREATE FUNCTION follow_article_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE article_gated SET article_id = article_id WHERE article_id = new.id;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER article_gated_search_follows
  AFTER UPDATE ON article FOR EACH ROW
  WHEN (old.search IS DISTINCT FROM new.search OR old.access_level IS DISTINCT FROM new.access_level)
  EXECUTE FUNCTION follow_article_search();
--> statement-breakpoint
UPDATE article_gated SET article_id = article_id;--> statement-breakpoint
CREATE INDEX "article_gated_search_free" ON "article_gated" USING gin ("search") WHERE access_level = 'free';--> statement-breakpoint
CREATE INDEX "article_gated_search_registered" ON "article_gated" USING gin ("search") WHERE access_level = 'registered';--> statement-breakpoint
CREATE INDEX "article_gated_search_subscriber" ON "article_gated" USING gin ("search") WHERE access_level = 'subscriber';--> statement-breakpoint
-- For who mistypes a word of a headline.
CREATE INDEX "article_headline_parts" ON "article" USING gin (headline gin_trgm_ops);--> statement-breakpoint
-- Where what is found stands in an article is shown with its words around it: those above the marker are public.
CREATE OR REPLACE VIEW published_article AS
  SELECT id, slug, headline, standfirst, preview_html, excerpt, preview_words, access_level,
         has_gated_part, published_at, revised_at, section_id, picture_src, picture_alt,
         picture_caption, picture_credit, picture_width, picture_height, source_name, source_url,
         search, preview_text
    FROM article
   WHERE status = 'published' AND published_at <= now();
