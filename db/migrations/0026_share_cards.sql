CREATE TABLE "share_card" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"article_id" uuid,
	"hash" text NOT NULL,
	"look" text NOT NULL,
	"png" bytea NOT NULL,
	CONSTRAINT "share_card_of" UNIQUE NULLS NOT DISTINCT("article_id"),
	CONSTRAINT "share_card_hash_shape" CHECK ("share_card"."hash" ~ '^[0-9a-f]{32}$')
);
--> statement-breakpoint
CREATE TABLE "share_card_due" (
	"article_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "share_card" ADD CONSTRAINT "share_card_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_card_due" ADD CONSTRAINT "share_card_due_article_id_article_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."article"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "share_card_by_hash" ON "share_card" USING btree ("hash");--> statement-breakpoint
-- What everybody may see of cards: of an article only while it is published.
CREATE VIEW published_share_card AS
  SELECT c.article_id, p.slug, c.hash, c.png
    FROM share_card c LEFT JOIN published_article p ON p.id = c.article_id
   WHERE c.article_id IS NULL OR p.id IS NOT NULL;
--> statement-breakpoint
-- A card has the words of its article, or there is none: it goes with the change, and is printed anew.
CREATE FUNCTION order_share_cards(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(ids) = 0 THEN RETURN; END IF;
  DELETE FROM share_card WHERE article_id = ANY (ids);
  INSERT INTO share_card_due (article_id)
    SELECT id FROM article WHERE id = ANY (ids) AND status = 'published' ON CONFLICT DO NOTHING;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION order_card_of_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM order_share_cards(array(SELECT id FROM new_rows WHERE status = 'published'));
  ELSE
    PERFORM order_share_cards(array(
      SELECT n.id FROM old_rows o JOIN new_rows n USING (id)
       WHERE 'published' IN (o.status, n.status)
         AND (o.headline, o.section_id, o.status) IS DISTINCT FROM (n.headline, n.section_id, n.status)));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION order_card_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM order_share_cards(array(
    SELECT a.id FROM article a JOIN old_rows o ON o.id = a.section_id JOIN new_rows n ON n.id = o.id
     WHERE o.name <> n.name));
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION order_card_of_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM order_share_cards(array(
    SELECT DISTINCT aa.article_id FROM article_author aa
      JOIN old_rows o ON o.id = aa.author_id JOIN new_rows n ON n.id = o.id
     WHERE o.name <> n.name));
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION order_card_of_byline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM order_share_cards(array(SELECT DISTINCT article_id FROM new_rows));
  ELSE
    PERFORM order_share_cards(array(SELECT DISTINCT article_id FROM old_rows));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER order_card_insert AFTER INSERT ON article
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_article();
--> statement-breakpoint
CREATE TRIGGER order_card_update AFTER UPDATE ON article
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_article();
--> statement-breakpoint
CREATE TRIGGER order_card_update AFTER UPDATE ON section
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_section();
--> statement-breakpoint
CREATE TRIGGER order_card_update AFTER UPDATE ON author
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_author();
--> statement-breakpoint
CREATE TRIGGER order_card_insert AFTER INSERT ON article_author
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_byline();
--> statement-breakpoint
CREATE TRIGGER order_card_update AFTER UPDATE ON article_author
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_byline();
--> statement-breakpoint
CREATE TRIGGER order_card_delete AFTER DELETE ON article_author
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION order_card_of_byline();
--> statement-breakpoint
-- A card that is there now stands in the head of its article.
CREATE FUNCTION tell_share_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_articles(array(
    SELECT article_id FROM new_rows WHERE article_id IS NOT NULL LIMIT 501), false);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON share_card
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_share_card();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON share_card
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_share_card();
--> statement-breakpoint
INSERT INTO share_card_due (article_id) SELECT id FROM article WHERE status = 'published';
