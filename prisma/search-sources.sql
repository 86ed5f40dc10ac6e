-- The tables and columns that search reads, from the heads and the searchable fields of the nouns.
-- Written by `npm run db:search`, and with each new migration. Do not edit.

call search_follow('productCategory', 'product_categories', 't.name', array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('productCategory', 'product_categories');

call search_follow('product', 'products', 't.name', array[
  $line$E'\n\x12\x1f\x15\x0f\x12 ' || public.search_fold(t.sku)$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('product', 'products');

call search_follow('account', 'accounts', 't.name', array[
  $line$E'\n\x1f\x18\x11\x16\x10 ' || public.search_fold(t.domain)$line$,
  $line$E'\n\x19\x1c\x0e\x13\x16 ' || nullif(regexp_replace(t.phone, '\D', '', 'g'), '')$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call links_follow('account', 'accounts');

call search_follow('contact', 'contacts', 't.name', array[
  $line$E'\n\x14\x1f\x0f\x18\x11 ' || public.search_fold(replace(t.emails_key, E'\n', ' '))$line$,
  $line$E'\n\x12\x16\x10\x19\x1c ' || public.search_fold(replace(t.phones_key, E'\n', ' '))$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('contact', 'contacts', array['emails', 'phones'], array['emails_key', 'phones_key']);
call links_follow('contact', 'contacts');
call stays_follow('contact', 'contacts', 'lifecycle', 'lifecycle', 'lifecycle_reason');

call search_follow('opportunity', 'opportunities', 't.name', array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call links_follow('opportunity', 'opportunities');

call search_follow('activityOutcome', 'activity_outcomes', 't.name', array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('activityOutcome', 'activity_outcomes');

call search_follow('activity', 'activities', 't.name', array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_fold(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('activity', 'activities', array['participants'], array['participants_key']);
call links_follow('activity', 'activities');

call search_follow('member', 'members', 't.name', array[
  $line$E'\n\x11\x10\x16\x18\x1f ' || public.search_fold(t.email)$line$
]::text[],
  $$null::uuid$$, $$t.status = 'removed'$$);

create or replace function personal_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
    when 'contact' then array['name', 'nameKey', 'firstName', 'lastName', 'emails', 'emailsKey', 'phones', 'phonesKey', 'jobTitle', 'department', 'lifecycleReason', 'linkedin', 'twitter', 'mailingAddress', 'notes', 'notesDoc', 'custom']
    else '{}'::text[] end
$$;
