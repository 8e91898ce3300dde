ALTER TABLE "article_gated" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "article_nothing_gated" ON "article" USING btree ("published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published' and not has_gated_part;--> statement-breakpoint
CREATE INDEX "article_cut_by_level" ON "article" USING btree ("access_level","published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published' and has_gated_part;--> statement-breakpoint
-- The newest matches of a level are told by its index and this date, without a vector being read.
CREATE OR REPLACE FUNCTION fill_gated_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT access_level, search || setweight(to_tsvector('english', new.text), 'D'),
         CASE WHEN status = 'published' THEN published_at END
    INTO STRICT new.access_level, new.search, new.published_at
    FROM article WHERE id = new.article_id;
  RETURN new;
END;
$$;
--> statement-breakpoint
DROP TRIGGER article_gated_search_follows ON article;--> statement-breakpoint
CREATE TRIGGER article_gated_search_follows
  AFTER UPDATE ON article FOR EACH ROW
  WHEN (old.search IS DISTINCT FROM new.search OR old.access_level IS DISTINCT FROM new.access_level
    OR old.status IS DISTINCT FROM new.status OR old.published_at IS DISTINCT FROM new.published_at)
  EXECUTE FUNCTION follow_article_search();
--> statement-breakpoint
-- Whatever is long stands beside the table, so that to look at the dates of half an archive is to read a few megabytes.
ALTER TABLE article_gated SET (toast_tuple_target = 128);--> statement-breakpoint
UPDATE article_gated SET article_id = article_id;
