DROP INDEX "article_published";--> statement-breakpoint
DROP INDEX "article_by_section";--> statement-breakpoint
DROP INDEX "article_by_author";--> statement-breakpoint
DROP INDEX "article_by_region";--> statement-breakpoint
DROP INDEX "article_by_topic";--> statement-breakpoint
CREATE INDEX "correction_by_article" ON "correction" USING btree ("article_id","corrected_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "article_published" ON "article" USING btree ("published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "article_by_section" ON "article" USING btree ("section_id","published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "article_by_author" ON "article_author" USING btree ("author_id","article_id");--> statement-breakpoint
CREATE INDEX "article_by_region" ON "article_region" USING btree ("region_id","article_id");--> statement-breakpoint
CREATE INDEX "article_by_topic" ON "article_topic" USING btree ("topic_id","article_id");