-- A support session rests on the second factor of its staff too: without one left it ends.
create function support_ends_with_factor() returns trigger
language plpgsql as $$
begin
  update public.support_sessions set ended_at = now(), end_reason = 'factor'
    where session_id = new.id and ended_at is null;
  return null;
end
$$;
create trigger support_ends_with_factor after update of factor_at on sessions
  for each row when (old.factor_at is not null and new.factor_at is null) execute function support_ends_with_factor();
