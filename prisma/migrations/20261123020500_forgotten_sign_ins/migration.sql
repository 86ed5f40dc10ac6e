-- CreateIndex
CREATE INDEX "identity_events_at_idx" ON "identity_events"("at");

-- CreateIndex
CREATE INDEX "email_changes_expires_at_idx" ON "email_changes"("expires_at");

-- The log of acts outside workspaces holds addresses and browsers of people. It stays insert-only for every role: this
-- function alone deletes, and only what is older than 180 days by the clock of the database.
create function forget_identity_events(most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  delete from public.identity_events where id in (
    select id from public.identity_events where at < now() - interval '180 days' order by at limit most
    for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end
$$;
revoke all on function forget_identity_events(integer) from public;
