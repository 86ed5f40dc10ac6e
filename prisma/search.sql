-- The functions of search. The file can be applied again and again; it comes after access.sql. Then
-- prisma/search-sources.sql calls search_follow for each noun.

-- Folds a text so that it can be compared: lower case, without accents. Letters beyond ASCII become their code numbers,
-- because trigrams leave them out where the locale of the database is C.
create or replace function search_fold_letters(given text) returns text
language sql immutable strict parallel safe as $$
  select coalesce(string_agg(case when ascii(letter) < 128 then letter else 'u' || to_hex(ascii(letter)) end, '' order by place), '')
  from regexp_split_to_table(
    replace(replace(
      regexp_replace(lower(normalize(given, NFKD)),
        '[\u0300-\u036f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]', '', 'g'),
      'ß', 'ss'), 'ς', 'σ'),
    '') with ordinality as letters(letter, place)
$$;

create or replace function search_fold(given text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) then lower(given) else search_fold_letters(given) end
$$;

-- A pattern for texts that hold this word directly after `before`. A percent sign or an underscore in the word is
-- compared as itself.
create or replace function search_pattern(word text, before text) returns text
language sql immutable strict parallel safe as $$
  select '%' || before || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;

drop function if exists search_readable(text, text[]);

-- Regular expressions for the parts of a folded word by which the trigram index finds texts: letters and digits, with the
-- sign before or after them if the word has one there. Not strict: the call could not become part of its statement.
create or replace function search_parts(word text) returns setof text
language sql immutable parallel safe as $$
  select concat(case when has_start then '[^a-z0-9]' end, part, case when has_end then '(?:[^a-z0-9]|$)' end)
  from (
    select part, place > 1 or length(word) < 3 as has_start, place < count(*) over () as has_end
    from regexp_split_to_table(word, '[^a-z0-9]+') with ordinality as split(part, place)
  ) each
  where part <> '' and length(part) + case when has_start then 2 else 0 end + has_end::integer > 2
$$;

-- How texts are compared with words: the words folded, those with trigrams first (eight at most), patterns for texts that hold
-- them and for those in which they begin a word, and the parts that the index knows. No row where nothing can be searched:
-- without trigrams the whole index would be read. A function of its own: its plans are made once, those of search_find always.
create or replace function search_terms(words text[])
returns table (whole text, folded text[], patterns text[], starts text[], parts text[])
language plpgsql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  whole := search_fold(array_to_string(words, ' '));
  select (array_agg(f order by f ~ '[a-z0-9]{3}' desc, length(f) desc))[1:8] into folded
  from (select search_fold(w) as f from unnest(words) w) each where f <> '';
  if folded is null or not (folded[1] ~ '[a-z0-9]{3}' or folded[1] ~ '^[a-z0-9]{2}') then return; end if;
  -- Texts of one or two characters must begin a word; longer ones may be anywhere.
  select array_agg(search_pattern(f, case when length(f) < 3 then ' ' else '' end)), array_agg(search_pattern(f, ' '))
  into patterns, starts from unnest(folded) f;
  select array_agg(part) into parts from unnest(folded) f, search_parts(f) part;
  return next;
end
$$;

-- Where a text was found: 0 in the whole title, 1 at its beginning, 2 at the beginning of words of the title, 3 in the title,
-- 4 elsewhere.
create or replace function search_place(title text, whole text, starts text[], patterns text[]) returns integer
language sql immutable parallel safe as $$
  select case
    when title = ' ' || whole then 0
    when starts_with(title, ' ' || whole) then 1
    when title like all (starts) then 2
    when title like all (patterns) then 3
    else 4
  end
$$;

-- The entities of which one in twenty of the newest records holds the words; none that has few records.
create or replace function search_frequent(tenant uuid, entities text[], owners uuid[], parts text[]) returns text[]
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  -- With few to find, the planner would look for the records of few owners among all.
  sample constant integer := case when owners is null then 100 else 1000 end;
begin
  return array(
    select kind.entity from unnest(entities) as kind(entity)
    where (
      select count(*) = sample and count(*) filter (where newest.text ~ all (parts)) >= sample / 20
      from (
        select d.text from search_documents d
        where d.tenant_id = tenant and d.entity = kind.entity
          and (owners is null or d.owner_id is null or d.owner_id = any (owners))
        order by d.id desc limit sample
      ) newest));
end
$$;

-- Finds the records of the workspace that hold all words (eight at most) and ranks them. `scopes` lists
-- the entities that the actor may see, with the owners whose records they see (null: all) and the fields hidden from them.
-- The index is slow for words that very many records hold. If one in twenty of the newest records holds the words, the
-- newest ones are read in turn instead, and the first 1,000 that hold them are ranked. Else all are, 20,000 at most.
-- Entities that are seen alike are searched by one statement, because planning takes longer than searching, and by one look
-- at the index if none of them holds the words frequently.
create or replace function search_find(words text[], scopes jsonb, with_archived boolean, most integer)
returns table (entity text, id uuid, place integer, changed_at timestamptz)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  whole text;
  patterns text[];
  starts text[];
  parts text[];
  scope record;
  hidden text;
  frequent text[];
begin
  if tenant is null then return; end if;
  select t.whole, t.patterns, t.starts, t.parts into whole, patterns, starts, parts from search_terms(words) t;
  if not found then return; end if;
  for scope in
    select array_agg(s.entity) as entities, s.owners, s.hidden
    from jsonb_to_recordset(scopes) as s(entity text, owners uuid[], hidden text[])
    group by s.owners, s.hidden
  loop
    -- Finds the lines of hidden fields, which are removed from a text before it is compared.
    hidden := E'\n(?:' || array_to_string(scope.hidden, '|') || E')[^\n]*';
    frequent := search_frequent(tenant, scope.entities, scope.owners, parts);
    if frequent = '{}' then
      return query
        select ranked.entity, ranked.id, ranked.place, ranked.changed_at
        from (
          select placed.*,
            row_number() over (partition by placed.entity order by placed.place, placed.changed_at desc) as nth
          from (
            select found.entity, found.id, found.changed_at, search_place(title, whole, starts, patterns) as place
            from (
              select d.entity, d.id, d.changed_at, split_part(d.text, E'\n', 1) as title
              from search_documents d
              where d.tenant_id = tenant and d.entity = any (scope.entities)
                and d.text like patterns[1] and d.text like coalesce(patterns[2], '%')
                and d.text like coalesce(patterns[3], '%') and d.text like coalesce(patterns[4], '%')
                and d.text like coalesce(patterns[5], '%') and d.text like coalesce(patterns[6], '%')
                and d.text like coalesce(patterns[7], '%') and d.text like coalesce(patterns[8], '%')
                and (scope.owners is null or d.owner_id is null or d.owner_id = any (scope.owners))
                and (with_archived or not d.archived)
                and (hidden is null or regexp_replace(d.text, hidden, '', 'g') like all (patterns))
              limit 20000 * cardinality(scope.entities)
            ) found
          ) placed
        ) ranked
        where ranked.nth <= most;
      continue;
    end if;
    return query
      select ranked.entity, ranked.id, ranked.place, ranked.changed_at
      from unnest(scope.entities) as kinds(entity)
      cross join lateral (
        select found.entity, found.id, found.changed_at, search_place(title, whole, starts, patterns) as place
        from (
          (select d.entity, d.id, d.changed_at, split_part(d.text, E'\n', 1) as title
          from (
            select d.* from search_documents d
            where kinds.entity = any (frequent) and d.tenant_id = tenant and d.entity = kinds.entity
              and (scope.owners is null or d.owner_id is null or d.owner_id = any (scope.owners))
            order by d.id desc limit case when hidden is null then 100000 else 10000 end
          ) d
          where (with_archived or not d.archived) and d.text like all (patterns)
            and (hidden is null or regexp_replace(d.text, hidden, '', 'g') like all (patterns))
          limit 1000)
          union all
          (select d.entity, d.id, d.changed_at, split_part(d.text, E'\n', 1)
          from search_documents d
          where kinds.entity <> all (frequent) and d.tenant_id = tenant and d.entity = kinds.entity
            and d.text like patterns[1] and d.text like coalesce(patterns[2], '%')
            and d.text like coalesce(patterns[3], '%') and d.text like coalesce(patterns[4], '%')
            and d.text like coalesce(patterns[5], '%') and d.text like coalesce(patterns[6], '%')
            and d.text like coalesce(patterns[7], '%') and d.text like coalesce(patterns[8], '%')
            and (scope.owners is null or d.owner_id is null or d.owner_id = any (scope.owners))
            and (with_archived or not d.archived)
            and (hidden is null or regexp_replace(d.text, hidden, '', 'g') like all (patterns))
          limit 20000)
        ) found
        order by place, found.changed_at desc
        limit most
      ) ranked;
  end loop;
end
$$;

-- Which of these words no name of the workspace holds any more. A word that many names hold is found among the first ones,
-- without a look at the index; one that more than 20,000 texts contain counts as used, and no more of them are read.
create or replace function search_unused(words text[])
returns setof text
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  word text;
  found_in text;
begin
  foreach word in array words loop
    continue when word !~ '^[a-z]+$';
    found_in := '[^a-z]' || word || '([^a-z]|$)';
    continue when exists (
      select from (select d.text from search_documents d where d.tenant_id = tenant limit 1000) first
      where split_part(first.text, E'\n', 1) ~ found_in);
    continue when exists (
      select from (
        select d.text, row_number() over () as nth from search_documents d
        where d.tenant_id = tenant and d.text like '%' || word || '%' limit 20001) found
      where found.nth > 20000 or split_part(found.text, E'\n', 1) ~ found_in);
    return next word;
  end loop;
end
$$;

-- Makes triggers that keep the documents of a noun equal to its table, one for each kind of statement. `title` and
-- `lines` are SQL expressions over a row `t`. Nothing is done if these triggers exist already. `search_fill_…` builds the
-- documents of existing records; the comment on that function says whether it has run.
create or replace procedure search_follow(entity text, source regclass, title text, lines text[], owner text, archived text)
language plpgsql as $$
declare
  writes constant text := format(
    $sql$
    insert into public.search_words (tenant_id, word)
      select distinct t.tenant_id, word from %%1$s t, regexp_split_to_table(public.search_fold(%2$s), '[^a-z]+') word
      where length(word) between 4 and 30
      order by 1, 2
      on conflict do nothing;
    insert into public.search_documents as d (tenant_id, entity, id, owner_id, archived, changed_at, text)
      select t.tenant_id, %1$L, t.id, %4$s, %5$s, t.updated_at, concat(' ', public.search_fold(%2$s)%3$s) from %%1$s t
      on conflict (tenant_id, entity, id) do update
        set owner_id = excluded.owner_id, archived = excluded.archived, changed_at = excluded.changed_at, text = excluded.text
        where (d.owner_id, d.archived, d.changed_at, d.text)
          is distinct from (excluded.owner_id, excluded.archived, excluded.changed_at, excluded.text)%%2$s;
    $sql$,
    entity, title, (select coalesce(string_agg(', ' || line, ''), '') from unnest(lines) line), owner, archived);
  writer constant text := format('public.%I', 'search_write_' || entity);
  filler constant text := format('public.%I', 'search_fill_' || entity);
  -- Row by row: planned for a small table, one statement compares all documents of the workspace with all of the rows.
  deletes constant text := format(
    $sql$
    for gone in select t.tenant_id, t.id from changed t loop
      delete from public.search_documents d where d.tenant_id = gone.tenant_id and d.entity = %L and d.id = gone.id;
    end loop;
    $sql$, entity);
  -- The words that names had before a statement, and that names of its rows do not have after it.
  leaves constant text := format(
    $sql$
    insert into public.search_left_words (tenant_id, word)
      select t.tenant_id, word from %%1$s t, regexp_split_to_table(public.search_fold(%1$s), '[^a-z]+') word
      where length(word) between 4 and 30 and coalesce(current_setting('app.purged_tenant', true), '') = '' %%2$s;
    $sql$, title);
  changes constant text := format(leaves, 'earlier', format(
    $sql$
      except
      select t.tenant_id, word from changed t, regexp_split_to_table(public.search_fold(%s), '[^a-z]+') word
    $sql$, title));
  mark constant text := md5(writes || deletes || changes || source::text);
begin
  if to_regprocedure(filler || '()') is not null
     and right(obj_description(to_regprocedure(filler || '()'), 'pg_proc'), 32) = mark then return; end if;
  execute format($sql$
    create or replace function %s() returns trigger language plpgsql as $body$
    declare
      gone record;
    begin
      if tg_op = 'DELETE' then
        %s
        %s
      else
        %s
        if tg_op = 'UPDATE' then
          %s
        end if;
      end if;
      return null;
    end $body$ $sql$, writer, deletes, format(leaves, 'changed', 'group by 1, 2'), format(writes, 'changed', ''), changes);
  execute format('create or replace function %s() returns void language plpgsql as $body$ begin %s end $body$',
    filler, format(writes, source, ' and d.changed_at <= excluded.changed_at'));
  execute format('revoke all on function %s() from public', filler);
  execute format('create or replace trigger search_insert after insert on %s referencing new table as changed for each statement execute function %s()', source, writer);
  execute format('create or replace trigger search_update after update on %s referencing old table as earlier new table as changed for each statement execute function %s()', source, writer);
  execute format('create or replace trigger search_delete after delete on %s referencing old table as changed for each statement execute function %s()', source, writer);
  execute format('comment on function %s() is %L', filler, format('fill %s %s', source, mark));
end
$$;

-- Lets the keys of fields with several values follow a table: each field has a column of keys between line breaks. A field
-- is new with its table; one that is added to a table later needs a migration that writes its keys.
create or replace procedure keys_follow(entity text, source regclass, fields text[], columns text[])
language plpgsql as $$
declare
  writer constant text := format('public.%I', 'keys_write_' || entity);
  listed constant text := (
    select string_agg(format('(%L, t.%I)', field, col), ', ') from unnest(fields, columns) as f(field, col));
  differs constant text := (
    select string_agg(format('t.%1$I is distinct from b.%1$I', col), ' or ') from unnest(columns) as f(col));
  adds constant text := format($sql$
        insert into public.record_keys (tenant_id, entity, field, key, record_id)
          select t.tenant_id, %L, f.field, line, t.id
          from changed t %%s cross join lateral (values %s) f (field, keys),
            string_to_table(f.keys, E'\n') line
          where line <> ''
          on conflict do nothing;$sql$, entity, listed);
begin
  execute format($sql$
    create or replace function %s() returns trigger language plpgsql as $body$
    begin
      if tg_op = 'INSERT' then
        %s
      elsif tg_op = 'UPDATE' then
        -- Rows with other keys first: a table that an import has just filled looks small, and would be read for each row.
        with moved as materialized (
          select t.tenant_id, t.id from changed t join earlier b on b.id = t.id where %s
        )
        delete from public.record_keys k using moved m
        where k.tenant_id = m.tenant_id and k.record_id = m.id and k.entity = %L;
        %s
      else
        delete from public.record_keys k using earlier t
        where k.tenant_id = t.tenant_id and k.record_id = t.id and k.entity = %L;
      end if;
      return null;
    end $body$ $sql$,
    writer, format(adds, ''), differs, entity, format(adds, format('join earlier b on b.id = t.id and (%s)', differs)), entity);
  execute format('create or replace trigger keys_insert after insert on %s referencing new table as changed for each statement execute function %s()', source, writer);
  execute format('create or replace trigger keys_update after update on %s referencing old table as earlier new table as changed for each statement execute function %s()', source, writer);
  execute format('create or replace trigger keys_delete after delete on %s referencing old table as earlier for each statement execute function %s()', source, writer);
end
$$;

do $$
declare
  app text := coalesce(nullif(current_setting('throughline.app_role', true), ''), 'throughline_app');
begin
  revoke all on procedure keys_follow(text, regclass, text[], text[]) from public;
  revoke all on procedure search_follow(text, regclass, text, text[], text, text) from public;
  revoke all on function search_find(text[], jsonb, boolean, integer) from public;
  revoke all on function search_unused(text[]) from public;
  execute format('grant execute on function search_unused(text[]) to %I', app);
  execute format('grant execute on function search_find(text[], jsonb, boolean, integer) to %I', app);
end
$$;
