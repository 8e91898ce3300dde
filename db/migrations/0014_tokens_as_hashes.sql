-- Where people were going when they asked for a sign-in mail stood here in clear, with the code of a gift in some. It is
-- forgotten: whoever has such a mail signs in and comes to the front page.
UPDATE "sign_in_challenge" SET "return_to" = repeat('A', 40);--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_holds_no_token" CHECK (num_nonnulls("account"."refresh_token", "account"."access_token", "account"."id_token") = 0);--> statement-breakpoint
ALTER TABLE "sign_in_challenge" ADD CONSTRAINT "sign_in_challenge_link_is_hash" CHECK ("sign_in_challenge"."link_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "sign_in_challenge" ADD CONSTRAINT "sign_in_challenge_code_is_hash" CHECK ("sign_in_challenge"."code_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "sign_in_challenge" ADD CONSTRAINT "sign_in_challenge_return_is_sealed" CHECK ("sign_in_challenge"."return_to" ~ '^[A-Za-z0-9_-]{38,}$');--> statement-breakpoint
ALTER TABLE "verification_token" ADD CONSTRAINT "verification_token_is_hash" CHECK ("verification_token"."token" ~ '^[0-9a-f]{64}$');