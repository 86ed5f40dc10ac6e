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

-- The same for texts that are searched: signs of print are those that people type, quotation marks and others a space.
create or replace function search_text(given text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(given) = length(given) then lower(given) else search_fold_letters(translate(given,
    U&'\2010\2011\2012\2013\2014\2015\2212\2018\2019\201A\201B\02BC\2032\00AB\00BB\201C\201D\201E\2022\00B7\30FB\3001\3002',
    '-------            ')) end
$$;

-- A folded title as words with one blank before each and behind the last, without signs and without "and".
create or replace function search_plain(folded text) returns text
language sql immutable parallel safe as $$
  select replace(replace(replace(replace(
    ' ' || translate(folded, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)) || ' ',
    '   ', ' '), '  ', ' '), '  ', ' '), ' and ', ' ')
$$;

drop function if exists search_readable(text, text[]);
drop function if exists search_pattern(text, text);
drop function if exists search_place(text, text, text[], text[]);
drop function if exists search_find(text[], jsonb, boolean, integer);
drop function if exists search_frequent(uuid, text[], uuid[], text[]);
drop function if exists search_look(uuid, text[], uuid[], text[], boolean, uuid, integer, text[], text[], boolean);
drop function if exists search_terms(text[]);

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

-- How texts are compared with words, eight at most. Signs inside of a word stand for any signs.
--   whole: the words as search_plain writes them; names: patterns for such titles that have them as words; starts: for those
--   where they begin words; patterns: for texts that hold them, signs: regular expressions for the words with signs.
--   words, begins: regular expressions for titles in which they are words, or begin words, and exact, prefix: the same for the
--   index of words, null where it cannot answer; parts: what the index of letters knows of them.
-- `parts` is null where nothing can be searched: without trigrams the whole index would be read. A function of its own: its
-- plans are made once, those of search_find always.
create or replace function search_terms(given text[])
returns table (whole text, names text[], starts text[], patterns text[], signs text[], words text[], begins text[], exact tsquery, prefix tsquery,
  parts text[])
language plpgsql immutable parallel safe
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  folded text[];
begin
  -- Those with trigrams first, the longest first.
  select array_agg(f order by f ~ '[a-z0-9]{3}' desc, length(f) desc) into folded
  from (
    select trim(both '-' from regexp_replace(search_text(w), '[^a-z0-9]+', '-', 'g')) as f
    from unnest(given) with ordinality as typed(w, place) where place <= 8
  ) each where f <> '';
  whole := nullif(search_plain(search_text(array_to_string(given, ' '))), ' ');
  if folded is null then return next; return; end if;
  select array_agg('% ' || replace(f, '-', ' ') || ' %'), array_agg('% ' || replace(f, '-', ' ') || '%'),
    -- Texts of one or two characters must begin a word; longer ones may be anywhere.
    array_agg('%' || case when length(f) < 3 then ' ' else '' end || replace(f, '-', '%') || '%'),
    array_agg(replace(f, '-', E'[^a-z0-9\n]+')) filter (where f like '%-%'),
    array_agg('[^a-z0-9]' || replace(f, '-', E'[^a-z0-9\n]+') || '(?:[^a-z0-9]|$)'),
    array_agg('[^a-z0-9]' || replace(f, '-', E'[^a-z0-9\n]+'))
  into names, starts, patterns, signs, words, begins from unnest(folded) f;
  -- Without beginnings of one letter: too many words have them.
  select string_agg(quote_literal(part), ' & ')::tsquery,
    string_agg(quote_literal(part) || case when last then ':*' else '' end, ' & ') filter (where not last or length(part) > 1)::tsquery
  into exact, prefix
  from (
    select part, place = count(*) over (partition by word) as last
    from unnest(folded) word, regexp_split_to_table(word, '-') with ordinality as split(part, place)
  ) each;
  if folded[1] ~ '[a-z0-9]{3}' or folded[1] ~ '^[a-z0-9]{2}' then
    select array_agg(part) into parts from unnest(folded) f, search_parts(f) part;
  end if;
  return next;
end
$$;

-- The one ranking: how well a title, as search_plain writes it, fits the words. 0: it is the text; 1: it begins with the words;
-- 2: they are words of it; 3: it begins with the text; 4: they begin words of it; 5: it holds them; 7: other fields do, or it is
-- not known. 6 is the place of those that hold them with the names of linked records (server/search/linked.ts).
create or replace function search_place(plain text, whole text, names text[], starts text[], patterns text[]) returns integer
language sql immutable parallel safe as $$
  select case
    when plain = whole then 0
    when plain like all (names) then case when starts_with(plain, whole) then 1 else 2 end
    when starts_with(plain, rtrim(whole)) then 3
    when plain like all (starts) then 4
    when plain like all (patterns) then 5
    else 7
  end
$$;

-- The words of the title of a document. The index of words has exactly this expression, which is why there are no settings.
create or replace function search_title_words(text text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('simple'::regconfig, translate(split_part(text, E'\n', 1),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '))
$$;

-- The entities of which one in twenty of the newest records holds the words, in its title or anywhere; none that has few records.
create or replace function search_frequent(tenant uuid, entities text[], owners uuid[], parts text[], in_title boolean) returns text[]
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
-- The newest are read by the key in its order: a sort would read all of them.
set enable_sort = off
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
        select case when in_title then split_part(d.text, E'\n', 1) else d.text end as text
        from search_documents d
        where d.tenant_id = tenant and d.entity = kind.entity
          and (owners is null or d.owner_id is null or d.owner_id = any (owners))
        order by d.id desc limit sample
      ) newest));
end
$$;

-- One look for documents, ranked, the best `most` of each entity, up to the place `also`: 2 are words of titles, 4 also beginnings
-- of words, 7 everything. By an index all that fit are ranked, 20,000 of each entity at most; else the first 1,000 of the newest
-- ones, which are read in turn. `every` says how many of the entity were ranked. The index of letters would read all that hold
-- the letters to find the few with the words; the index of words reads those few. Each entity is looked up by itself: for
-- several at once the planner may leave the entity out of the index, and read the documents of frequent ones for nothing.
-- search_find calls it, whose caller no policy binds; whoever else does stays under the policy.
create or replace function search_look(
  tenant uuid, entities text[], scope_owners uuid[], scope_hidden text[], with_archived boolean, mine uuid, most integer,
  given text[], also integer, by_index boolean)
returns table (entity text, id uuid, place integer, changed_at timestamptz, own boolean, every bigint)
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
-- As above: the ranking of some thousands sorts all the same.
set enable_sort = off
as $$
#variable_conflict use_column
declare
  -- Finds the lines of hidden fields, which are removed from a text before it is compared.
  hidden constant text := E'\n(?:' || array_to_string(scope_hidden, '|') || E')[^\n]*';
  whole text;
  names text[];
  starts text[];
  patterns text[];
  signs text[];
  sought text[];
  query tsquery;
begin
  select t.whole, t.names, t.starts, t.patterns, t.signs,
    case also when 2 then t.words when 4 then t.begins end, case also when 2 then t.exact when 4 then t.prefix end
  into whole, names, starts, patterns, signs, sought, query
  from search_terms(given) t;
  if by_index and also < 7 then
    return query
      select ranked.entity, ranked.id, ranked.place, ranked.changed_at, ranked.own, ranked.every
      from (
        select placed.*, count(*) over (partition by placed.entity) as every,
          row_number() over (partition by placed.entity order by placed.place, placed.own desc, placed.changed_at desc) as nth
        from (
          select found.entity, found.id, found.changed_at, found.own,
            search_place(found.plain, whole, names, starts, patterns) as place
          from unnest(entities) as kinds(entity)
          cross join lateral (
            select d.entity, d.id, d.changed_at, coalesce(d.owner_id = mine, false) as own,
              search_plain(split_part(d.text, E'\n', 1)) as plain
            from search_documents d
            where d.tenant_id = tenant and d.entity = kinds.entity and search_title_words(d.text) @@ query
              and (scope_owners is null or d.owner_id is null or d.owner_id = any (scope_owners))
              and (with_archived or not d.archived)
            limit 20000
          ) found
        ) placed
        where placed.place <= also
      ) ranked
      where ranked.nth <= most;
    return;
  end if;
  if by_index then
    return query
      select ranked.entity, ranked.id, ranked.place, ranked.changed_at, ranked.own, ranked.every
      from (
        select placed.*, count(*) over (partition by placed.entity) as every,
          row_number() over (partition by placed.entity order by placed.place, placed.own desc, placed.changed_at desc) as nth
        from (
          select found.entity, found.id, found.changed_at, found.own,
            search_place(found.plain, whole, names, starts, patterns) as place
          from unnest(entities) as kinds(entity)
          cross join lateral (
            select d.entity, d.id, d.changed_at, coalesce(d.owner_id = mine, false) as own,
              search_plain(split_part(d.text, E'\n', 1)) as plain
            from search_documents d
            where d.tenant_id = tenant and d.entity = kinds.entity
              and d.text like patterns[1] and d.text like coalesce(patterns[2], '%')
              and d.text like coalesce(patterns[3], '%') and d.text like coalesce(patterns[4], '%')
              and d.text like coalesce(patterns[5], '%') and d.text like coalesce(patterns[6], '%')
              and d.text like coalesce(patterns[7], '%') and d.text like coalesce(patterns[8], '%')
              and d.text ~ coalesce(signs[1], '') and d.text ~ coalesce(signs[2], '')
              and (signs is null or d.text ~ all (signs))
              and (scope_owners is null or d.owner_id is null or d.owner_id = any (scope_owners))
              and (with_archived or not d.archived)
              and (hidden is null or regexp_replace(d.text, hidden, '', 'g') like all (patterns)
                and (signs is null or regexp_replace(d.text, hidden, '', 'g') ~ all (signs)))
            limit 20000
          ) found
        ) placed
      ) ranked
      where ranked.nth <= most;
    return;
  end if;
  return query
    select ranked.entity, ranked.id, ranked.place, ranked.changed_at, ranked.own, 0::bigint
    from unnest(entities) as kinds(entity)
    cross join lateral (
      select found.entity, found.id, found.changed_at, found.own,
        search_place(found.plain, whole, names, starts, patterns) as place
      from (
        select d.entity, d.id, d.changed_at, coalesce(d.owner_id = mine, false) as own,
          search_plain(split_part(d.text, E'\n', 1)) as plain
        from (
          select d.* from search_documents d
          where d.tenant_id = tenant and d.entity = kinds.entity
            and (scope_owners is null or d.owner_id is null or d.owner_id = any (scope_owners))
          order by d.id desc limit case when hidden is null then 100000 else 10000 end
        ) d
        where (with_archived or not d.archived) and d.text like all (patterns) and (signs is null or d.text ~ all (signs))
          and (sought is null or split_part(d.text, E'\n', 1) ~ all (sought))
          and (hidden is null or regexp_replace(d.text, hidden, '', 'g') like all (patterns)
            and (signs is null or regexp_replace(d.text, hidden, '', 'g') ~ all (signs)))
        limit 1000
      ) found
      order by place, found.own desc, found.changed_at desc
      limit most
    ) ranked;
end
$$;

-- Finds the records of the workspace that hold all words (eight at most) and ranks them. `scopes` lists
-- the entities that the actor may see, with the owners whose records they see (null: all) and the fields hidden from them;
-- records of `mine` come before equals.
-- The index is slow for words that very many records hold. If one in twenty of the newest records holds the words, the
-- newest ones are read in turn instead. So that the best are found among a million all the same, titles of which the words are
-- words, and titles in which they begin words, are looked for before, each by the index of words if they are not as frequent.
-- Entities that are seen alike are searched by one statement, because planning takes longer than searching.
create or replace function search_find(words text[], scopes jsonb, with_archived boolean, most integer, mine uuid default null)
returns table (entity text, id uuid, place integer, changed_at timestamptz, own boolean)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  terms record;
  scope record;
  hit record;
  look record;
  crowded text[];
  frequent text[];
  kinds text[];
  known uuid[];
begin
  if tenant is null then return; end if;
  select * into terms from search_terms(words);
  if terms.parts is null then return; end if;
  for scope in
    select array_agg(s.entity) as entities, s.owners, s.hidden
    from jsonb_to_recordset(scopes) as s(entity text, owners uuid[], hidden text[])
    group by s.owners, s.hidden
  loop
    known := '{}';
    frequent := search_frequent(tenant, scope.entities, scope.owners, terms.parts, false);
    crowded := frequent;
    kinds := array(select e from unnest(scope.entities) e where e <> all (frequent));
    if kinds <> '{}' then
      for hit in select * from search_look(tenant, kinds, scope.owners, scope.hidden, with_archived, mine, most, words, 7, true)
      loop
        -- Not all of the entity that fit were ranked.
        if hit.every >= 20000 and hit.entity <> all (crowded) then crowded := crowded || hit.entity; end if;
        known := known || hit.id;
        entity := hit.entity; id := hit.id; place := hit.place; changed_at := hit.changed_at; own := hit.own;
        return next;
      end loop;
    end if;
    continue when crowded = '{}';
    -- In this order, so that each record is returned with its best place.
    for look in
      select l.also, array(select e from unnest(l.of) e where e <> all (l.newest)) as by_index, l.newest
      from (
        select 2 as also, crowded as of, search_frequent(tenant, crowded, scope.owners, terms.words, true) as newest
        union all
        select 4, crowded, search_frequent(tenant, crowded, scope.owners, terms.begins, true)
        union all
        select 7, frequent, frequent
      ) l order by l.also
    loop
      for hit in
        select * from search_look(tenant, look.by_index, scope.owners, scope.hidden, with_archived, mine, most, words, look.also, true)
        where look.by_index <> '{}'
        union all
        select * from search_look(tenant, look.newest, scope.owners, scope.hidden, with_archived, mine, most, words, look.also, false)
        where look.newest <> '{}'
      loop
        continue when hit.id = any (known);
        known := known || hit.id;
        entity := hit.entity; id := hit.id; place := hit.place; changed_at := hit.changed_at; own := hit.own;
        return next;
      end loop;
    end loop;
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
      select distinct t.tenant_id, word from %%1$s t, regexp_split_to_table(public.search_text(%2$s), '[^a-z]+') word
      where length(word) between 4 and 30
      order by 1, 2
      on conflict do nothing;
    insert into public.search_documents as d (tenant_id, entity, id, owner_id, archived, changed_at, text)
      select t.tenant_id, %1$L, t.id, %4$s, %5$s, t.updated_at, concat(' ', public.search_text(%2$s)%3$s) from %%1$s t
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
      select t.tenant_id, word from %%1$s t, regexp_split_to_table(public.search_text(%1$s), '[^a-z]+') word
      where length(word) between 4 and 30 and coalesce(current_setting('app.purged_tenant', true), '') = '' %%2$s;
    $sql$, title);
  changes constant text := format(leaves, 'earlier', format(
    $sql$
      except
      select t.tenant_id, word from changed t, regexp_split_to_table(public.search_text(%s), '[^a-z]+') word
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
  revoke all on function search_find(text[], jsonb, boolean, integer, uuid) from public;
  revoke all on function search_unused(text[]) from public;
  execute format('grant execute on function search_unused(text[]) to %I', app);
  execute format('grant execute on function search_find(text[], jsonb, boolean, integer, uuid) to %I', app);
end
$$;
