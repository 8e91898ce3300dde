-- What instances keep in memory they drop when PostgreSQL says that it changed. Triggers say it, so
-- that no code, no script and no hand at a terminal can forget to. One channel, `foldline_changes`:
--
--   reader <uuid>     what this reader may read has to be decided anew
--   session <hash>    a session ended, or ends at another time
--   article <slug>    a page at this address, kept under it, is not what it was
--   lists             what stands in lists, navigation, feeds and sitemaps
--   everything        more than can be said one by one
--   soon <n> <change> the change is about to be committed; done <n>: it is, or nothing came of it
--
-- Notices go out at commit, each once for a transaction. What makes no difference to a reader says
-- nothing: a customer who was read anew and found unchanged must not wake every instance.
--
-- Statement by statement, not row by row, so that a statement about a million rows costs one notice.

-- Lists of keys are cut at 501, which stands for more than 500. A payload must be shorter than 8000
-- bytes, or the write fails.
CREATE FUNCTION tell_changes(kind text, keys text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one text;
BEGIN
  IF cardinality(keys) > 500 OR EXISTS (SELECT FROM unnest(keys) AS key WHERE octet_length(key) > 1000) THEN
    PERFORM pg_notify('foldline_changes', 'everything');
  ELSE
    FOREACH one IN ARRAY keys LOOP
      PERFORM pg_notify('foldline_changes', kind || ' ' || one);
    END LOOP;
  END IF;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('foldline_changes', 'everything');
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_lists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows) THEN
    PERFORM pg_notify('foldline_changes', 'lists');
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- What follows names the columns that bear on access: those that `db/queries/access.ts` reads.
CREATE FUNCTION tell_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'UPDATE' THEN
    PERFORM tell_changes('reader', array(
      SELECT o.id::text FROM old_rows o JOIN new_rows n USING (id)
       WHERE o.deleted_at IS DISTINCT FROM n.deleted_at LIMIT 501));
  ELSE
    PERFORM tell_changes('reader', array(SELECT id::text FROM old_rows LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Nobody knows a session before it is made. What ended an hour ago is believed by nobody: cleaning
-- such sessions up says nothing. (An hour, because the clock of an instance may be wrong.)
CREATE FUNCTION tell_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'UPDATE' THEN
    PERFORM tell_changes('session', array(
      SELECT token_hash FROM (
        SELECT token_hash, reader_id, expires_at FROM old_rows EXCEPT
        SELECT token_hash, reader_id, expires_at FROM new_rows) AS gone LIMIT 501));
  ELSE
    PERFORM tell_changes('session', array(
      SELECT token_hash FROM old_rows WHERE expires_at > now() - interval '1 hour' LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_staff_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_changes('reader', array(SELECT reader_id::text FROM new_rows LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_changes('reader', array(SELECT reader_id::text FROM old_rows LIMIT 501));
  ELSE
    PERFORM tell_changes('reader', array(
      SELECT DISTINCT reader_id::text FROM (
        (SELECT reader_id, role FROM old_rows EXCEPT SELECT reader_id, role FROM new_rows) UNION
        (SELECT reader_id, role FROM new_rows EXCEPT SELECT reader_id, role FROM old_rows)) AS c LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_access_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_changes('reader', array(SELECT DISTINCT reader_id::text FROM new_rows LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_changes('reader', array(SELECT DISTINCT reader_id::text FROM old_rows LIMIT 501));
  ELSE
    PERFORM tell_changes('reader', array(
      SELECT DISTINCT reader_id::text FROM (
        (SELECT id, reader_id, kind, starts_at, ends_at, revoked_at FROM old_rows EXCEPT
         SELECT id, reader_id, kind, starts_at, ends_at, revoked_at FROM new_rows) UNION
        (SELECT id, reader_id, kind, starts_at, ends_at, revoked_at FROM new_rows EXCEPT
         SELECT id, reader_id, kind, starts_at, ends_at, revoked_at FROM old_rows)) AS c LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_stripe_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_changes('reader', array(SELECT DISTINCT reader_id::text FROM new_rows LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_changes('reader', array(SELECT DISTINCT reader_id::text FROM old_rows LIMIT 501));
  ELSE
    PERFORM tell_changes('reader', array(
      SELECT DISTINCT reader_id::text FROM (
        (SELECT customer_id, reader_id, unlinked_at FROM old_rows EXCEPT
         SELECT customer_id, reader_id, unlinked_at FROM new_rows) UNION
        (SELECT customer_id, reader_id, unlinked_at FROM new_rows EXCEPT
         SELECT customer_id, reader_id, unlinked_at FROM old_rows)) AS c LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- The readers of these customers, of links that ended too.
CREATE FUNCTION tell_customers(customers text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(customers) = 0 THEN RETURN; END IF;
  IF cardinality(customers) > 500 THEN
    PERFORM pg_notify('foldline_changes', 'everything');
    RETURN;
  END IF;
  PERFORM tell_changes('reader', array(
    SELECT DISTINCT reader_id::text FROM stripe_customer WHERE customer_id = ANY (customers) LIMIT 501));
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_subscription() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_customers(array(SELECT DISTINCT customer_id FROM new_rows LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_customers(array(SELECT DISTINCT customer_id FROM old_rows LIMIT 501));
  ELSE
    PERFORM tell_customers(array(
      SELECT DISTINCT customer_id FROM (
        SELECT unnest(array[o.customer_id, n.customer_id]) AS customer_id
          FROM old_rows o FULL JOIN new_rows n USING (id)
         WHERE (o.customer_id, o.status, o.ours, o.period_start, o.period_end, o.cancel_at,
                o.cancel_at_period_end, o.ended_at, o.trial_end, o.pause_behavior, o.pause_resumes_at,
                o.unpaid_since, o.known_until, o.vanished_at)
               IS DISTINCT FROM
               (n.customer_id, n.status, n.ours, n.period_start, n.period_end, n.cancel_at,
                n.cancel_at_period_end, n.ended_at, n.trial_end, n.pause_behavior, n.pause_resumes_at,
                n.unpaid_since, n.known_until, n.vanished_at)) AS c
       WHERE customer_id IS NOT NULL LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Only what was paid for says something about access: how far a paused subscription is covered.
CREATE FUNCTION tell_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_customers(array(
      SELECT DISTINCT customer_id FROM new_rows WHERE status = 'paid' LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_customers(array(
      SELECT DISTINCT customer_id FROM old_rows WHERE status = 'paid' LIMIT 501));
  ELSE
    PERFORM tell_customers(array(
      SELECT DISTINCT customer_id FROM (
        (SELECT id, customer_id, subscription_id, period_end FROM old_rows WHERE status = 'paid' EXCEPT
         SELECT id, customer_id, subscription_id, period_end FROM new_rows WHERE status = 'paid') UNION
        (SELECT id, customer_id, subscription_id, period_end FROM new_rows WHERE status = 'paid' EXCEPT
         SELECT id, customer_id, subscription_id, period_end FROM old_rows WHERE status = 'paid')) AS c LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_dispute() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_customers(array(SELECT DISTINCT customer_id FROM new_rows LIMIT 501));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_customers(array(SELECT DISTINCT customer_id FROM old_rows LIMIT 501));
  ELSE
    PERFORM tell_customers(array(
      SELECT DISTINCT customer_id FROM (
        (SELECT id, customer_id, status, subscription_id, payment_intent_id FROM old_rows EXCEPT
         SELECT id, customer_id, status, subscription_id, payment_intent_id FROM new_rows) UNION
        (SELECT id, customer_id, status, subscription_id, payment_intent_id FROM new_rows EXCEPT
         SELECT id, customer_id, status, subscription_id, payment_intent_id FROM old_rows)) AS c LIMIT 501));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- A dispute about the payment for a gift says nothing about the reading of whoever paid.
CREATE FUNCTION tell_payers(intents text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(intents) = 0 THEN RETURN; END IF;
  PERFORM tell_customers(array(
    SELECT DISTINCT customer_id FROM dispute WHERE payment_intent_id = ANY (intents) LIMIT 501));
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_payers(array(
      SELECT payment_intent_id FROM new_rows WHERE payment_intent_id IS NOT NULL));
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_payers(array(
      SELECT payment_intent_id FROM old_rows WHERE payment_intent_id IS NOT NULL));
  ELSE
    PERFORM tell_payers(array(
      SELECT unnest(array[o.payment_intent_id, n.payment_intent_id])
        FROM old_rows o FULL JOIN new_rows n USING (id)
       WHERE o.payment_intent_id IS DISTINCT FROM n.payment_intent_id));
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- What is not published is seen by nobody: a draft may be written without a word. An article whose
-- day is still to come is announced here and again when its day comes, by `beat_as_listener`.
CREATE FUNCTION tell_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  slugs text[];
BEGIN
  IF tg_op = 'INSERT' THEN
    slugs := array(SELECT slug FROM new_rows WHERE status = 'published' LIMIT 501);
  ELSIF tg_op = 'DELETE' THEN
    slugs := array(SELECT slug FROM old_rows WHERE status = 'published' LIMIT 501);
  ELSE
    slugs := array(
      SELECT DISTINCT slug FROM (
        SELECT unnest(array[o.slug, n.slug]) AS slug FROM old_rows o FULL JOIN new_rows n USING (id)
         WHERE o IS DISTINCT FROM n AND 'published' IN (o.status, n.status)) AS c
       WHERE slug IS NOT NULL LIMIT 501);
  END IF;
  PERFORM tell_changes('article', slugs);
  IF cardinality(slugs) > 0 THEN
    PERFORM pg_notify('foldline_changes', 'lists');
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- The pages of these articles, and what lists show of them.
CREATE FUNCTION tell_articles(ids uuid[], in_lists boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  slugs text[];
BEGIN
  IF cardinality(ids) = 0 THEN RETURN; END IF;
  IF cardinality(ids) > 500 THEN
    PERFORM pg_notify('foldline_changes', 'everything');
    RETURN;
  END IF;
  slugs := array(SELECT slug FROM article WHERE id = ANY (ids) AND status = 'published' LIMIT 501);
  PERFORM tell_changes('article', slugs);
  IF in_lists AND cardinality(slugs) > 0 THEN
    PERFORM pg_notify('foldline_changes', 'lists');
  END IF;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_article_gated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_articles(array(SELECT article_id FROM new_rows LIMIT 501), false);
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_articles(array(SELECT article_id FROM old_rows LIMIT 501), false);
  ELSE
    PERFORM tell_articles(array(
      SELECT o.article_id FROM old_rows o JOIN new_rows n USING (article_id)
       WHERE o.html IS DISTINCT FROM n.html LIMIT 501), false);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE FUNCTION tell_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_articles(array(SELECT DISTINCT article_id FROM new_rows LIMIT 501), false);
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_articles(array(SELECT DISTINCT article_id FROM old_rows LIMIT 501), false);
  ELSE
    PERFORM tell_articles(array(
      SELECT DISTINCT article_id FROM (
        (TABLE old_rows EXCEPT TABLE new_rows) UNION (TABLE new_rows EXCEPT TABLE old_rows)) AS c LIMIT 501), false);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- For article_topic, article_region and article_author.
CREATE FUNCTION tell_filing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    PERFORM tell_articles(array(SELECT DISTINCT article_id FROM new_rows LIMIT 501), true);
  ELSIF tg_op = 'DELETE' THEN
    PERFORM tell_articles(array(SELECT DISTINCT article_id FROM old_rows LIMIT 501), true);
  ELSE
    PERFORM tell_articles(array(
      SELECT DISTINCT article_id FROM (
        (TABLE old_rows EXCEPT TABLE new_rows) UNION (TABLE new_rows EXCEPT TABLE old_rows)) AS c LIMIT 501), true);
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Another name of a section, topic, region or author stands on the page of each article filed under it.
CREATE FUNCTION tell_shelf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' THEN
    IF EXISTS (SELECT FROM old_rows) THEN PERFORM pg_notify('foldline_changes', 'everything'); END IF;
  ELSIF EXISTS (TABLE old_rows EXCEPT TABLE new_rows) THEN
    PERFORM pg_notify('foldline_changes', 'everything');
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON reader
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_reader();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON reader
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_reader();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON reader FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON session
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_session();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON session
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_session();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON session FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON staff_member
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_staff_member();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON staff_member
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_staff_member();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON staff_member
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_staff_member();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON staff_member FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON access_grant
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_access_grant();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON access_grant
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_access_grant();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON access_grant
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_access_grant();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON access_grant FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON stripe_customer
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_stripe_customer();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON stripe_customer
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_stripe_customer();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON stripe_customer
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_stripe_customer();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON stripe_customer FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON subscription
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_subscription();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON subscription
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_subscription();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON subscription
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_subscription();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON subscription FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON invoice
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_invoice();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON invoice
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_invoice();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON invoice
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_invoice();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON invoice FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON dispute
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_dispute();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON dispute
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_dispute();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON dispute
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_dispute();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON dispute FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON gift
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_gift();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON gift
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_gift();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON gift
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_gift();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON gift FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON article
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON article
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON article
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON article FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON article_gated
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article_gated();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON article_gated
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article_gated();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON article_gated
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_article_gated();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON article_gated FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON correction
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_correction();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON correction
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_correction();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON correction
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_correction();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON correction FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON article_topic
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON article_topic
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON article_topic
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON article_topic FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON article_region
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON article_region
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON article_region
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON article_region FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON article_author
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON article_author
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON article_author
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_filing();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON article_author FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON section
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_lists();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON section
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON section
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON section FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON topic
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_lists();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON topic
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON topic
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON topic FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON region
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_lists();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON region
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON region
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON region FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
CREATE TRIGGER tell_insert AFTER INSERT ON author
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_lists();
--> statement-breakpoint
CREATE TRIGGER tell_update AFTER UPDATE ON author
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_delete AFTER DELETE ON author
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION tell_shelf();
--> statement-breakpoint
CREATE TRIGGER tell_truncate AFTER TRUNCATE ON author FOR EACH STATEMENT EXECUTE FUNCTION tell_everything();
--> statement-breakpoint
-- Who keeps something in memory, and until when it may be believed: `lib/door/changes.ts` and the
-- proof in lib/door/README.md. Not logged: what stands here is worth two seconds, and a crash of PostgreSQL
-- ends every connection by which an instance could believe itself.
CREATE UNLOGGED TABLE change_listener (
  id uuid PRIMARY KEY,
  beat_at timestamptz NOT NULL,
  -- The newest announcement it has said to have taken in.
  seen bigint NOT NULL
);
--> statement-breakpoint
-- Announcements of the last seconds, for who begins to listen only after one was made.
CREATE UNLOGGED TABLE change_ahead (
  number bigint PRIMARY KEY,
  change text NOT NULL,
  announced_at timestamptz NOT NULL
);
--> statement-breakpoint
CREATE SEQUENCE change_number;
--> statement-breakpoint
-- Announcing and beginning to listen happen one after the other, so that numbers are in the order of
-- their commits and nobody slips in between. Held for the length of one statement.
CREATE FUNCTION one_announcement_at_a_time() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('foldline changes ahead', 0));
$$;
--> statement-breakpoint
-- Called first on a connection that has begun to listen. Returns what was announced before that.
CREATE FUNCTION join_listeners(listener uuid) RETURNS SETOF change_ahead LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM one_announcement_at_a_time();
  DELETE FROM change_listener WHERE beat_at < clock_timestamp() - interval '1 hour';
  INSERT INTO change_listener VALUES (
    listener, clock_timestamp(), coalesce((SELECT max(number) FROM change_ahead), 0))
  ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at, seen = excluded.seen;
  RETURN QUERY SELECT * FROM change_ahead
    WHERE announced_at > clock_timestamp() - interval '10 seconds' ORDER BY number;
END;
$$;
--> statement-breakpoint
-- The heartbeat. It comes back as a notice on a channel of the listener's own, behind everything that
-- was committed before it. Returns the addresses of articles whose day came after `since`: nobody
-- writes anything then, so no trigger can tell.
CREATE FUNCTION beat_as_listener(listener uuid, beat bigint, since timestamptz, OUT at timestamptz, OUT due text[])
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  at := now();
  INSERT INTO change_listener VALUES (listener, clock_timestamp(), 0)
  ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at;
  PERFORM pg_notify('foldline_beat_' || listener, beat::text);
  due := array(SELECT slug FROM article
                WHERE status = 'published' AND published_at > since AND published_at <= at
                LIMIT 501);
END;
$$;
--> statement-breakpoint
CREATE FUNCTION acknowledge_announcement(listener uuid, announcement bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  UPDATE change_listener SET seen = announcement WHERE id = listener AND seen < announcement;
END;
$$;
--> statement-breakpoint
-- An instance believes itself for two seconds after it sent a beat; half a second is for clocks.
CREATE FUNCTION may_still_believe(beat_at timestamptz) RETURNS boolean LANGUAGE sql AS $$
  SELECT beat_at > clock_timestamp() - interval '2.5 seconds';
$$;
--> statement-breakpoint
-- Tells every listener that `change` is about to be committed. Returns the number to wait for, null
-- when nobody listens. Must be a transaction of its own.
CREATE FUNCTION announce_change(change text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  announcement bigint;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM one_announcement_at_a_time();
  announcement := nextval('change_number');
  DELETE FROM change_ahead WHERE announced_at < clock_timestamp() - interval '10 seconds';
  INSERT INTO change_ahead VALUES (announcement, change, clock_timestamp());
  PERFORM pg_notify('foldline_changes', 'soon ' || announcement || ' ' || change);
  IF EXISTS (SELECT FROM change_listener WHERE may_still_believe(beat_at)) THEN
    RETURN announcement;
  END IF;
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Says, when the writer's transaction commits, that what was announced has happened. Called last in it,
-- so that it is heard behind the change itself.
CREATE FUNCTION settle_announcement(announcement bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('foldline_changes', 'done ' || announcement);
$$;
--> statement-breakpoint
-- Waits until everybody who may still believe what they keep has taken in the announcement, 2.5
-- seconds at most: who believes themselves by then sent a beat after it, and so has heard it.
CREATE FUNCTION await_listeners(announcement bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  latest timestamptz := clock_timestamp() + interval '2.5 seconds';
BEGIN
  WHILE clock_timestamp() < latest AND EXISTS (
    SELECT FROM change_listener WHERE seen < announcement AND may_still_believe(beat_at)
  ) LOOP
    PERFORM pg_sleep(0.001);
  END LOOP;
END;
$$;
