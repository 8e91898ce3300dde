-- For who asks for an article at an address with a slip in it.
CREATE INDEX "article_slug_parts" ON "article" USING gin ("slug" gin_trgm_ops) WHERE status = 'published';
