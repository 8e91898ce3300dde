-- The articles the public may know of. `foldline_public` may read this view and not the table
-- behind it, so a draft, a withdrawn article or a date in the future cannot be listed by mistake.
CREATE VIEW published_article AS
  SELECT id, slug, headline, standfirst, preview_html, excerpt, preview_words, access_level,
         has_gated_part, published_at, revised_at, section_id, picture_src, picture_alt,
         picture_caption, picture_credit, picture_width, picture_height, source_name, source_url,
         search
    FROM article
   WHERE status = 'published' AND published_at <= now();
--> statement-breakpoint
-- The audit log is append-only: the application's role has no right to change it, and neither
-- the owner nor a later GRANT changes it by mistake.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only: % refused', tg_op;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entry_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
