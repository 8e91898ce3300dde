CREATE INDEX "charge_by_card" ON "charge" USING btree ("card_last4","created_at" DESC NULLS FIRST) WHERE card_last4 is not null;--> statement-breakpoint
CREATE INDEX "invoice_by_number" ON "invoice" USING btree ("number");--> statement-breakpoint
CREATE INDEX "stripe_customer_by_card" ON "stripe_customer" USING btree ("card_last4") WHERE card_last4 is not null;--> statement-breakpoint
CREATE INDEX "reader_by_address_start" ON "reader" USING btree ("email" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "reader_by_name_start" ON "reader" USING btree (lower("name") text_pattern_ops) WHERE name is not null;