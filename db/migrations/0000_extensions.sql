-- Trigrams: staff find a reader by any part of a name or an address.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
