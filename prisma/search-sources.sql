-- The tables and columns that search reads, from the heads and the searchable fields of the nouns.
-- Written by `npm run db:search`, and with each new migration. Do not edit.

call search_follow('productCategory', 'product_categories', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('productCategory', 'product_categories');
call changes_follow('productCategory', 'product_categories', null, null, null, null);

call search_follow('product', 'products', $$t.name$$, array[
  $line$E'\n\x12\x1f\x15\x0f\x12 ' || public.search_text(t.sku)$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('product', 'products');
call changes_follow('product', 'products', null, null, null, null);

call search_follow('account', 'accounts', $$t.name$$, array[
  $line$E'\n\x1f\x18\x11\x16\x10 ' || public.search_text(t.domain)$line$,
  $line$E'\n\x19\x1c\x0e\x13\x16 ' || nullif(regexp_replace(t.phone, '\D', '', 'g'), '')$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call links_follow('account', 'accounts');
call changes_follow('account', 'accounts', 'owner_id', null, null, null);

call search_follow('contact', 'contacts', $$t.name$$, array[
  $line$E'\n\x14\x1f\x0f\x18\x11 ' || public.search_text(replace(t.emails_key, E'\n', ' '))$line$,
  $line$E'\n\x12\x16\x10\x19\x1c ' || public.search_text(replace(t.phones_key, E'\n', ' '))$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('contact', 'contacts', array['emails', 'phones'], array['emails_key', 'phones_key']);
call links_follow('contact', 'contacts');
call stays_follow('contact', 'contacts', 'lifecycle', 'lifecycle', 'lifecycle_reason');
call next_steps_of('contacts');
call changes_follow('contact', 'contacts', 'owner_id', null, null, null);

call search_follow('opportunity', 'opportunities', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call links_follow('opportunity', 'opportunities');
call next_steps_of('opportunities');
call changes_follow('opportunity', 'opportunities', 'owner_id', null, null, null);

call search_follow('activityOutcome', 'activity_outcomes', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('activityOutcome', 'activity_outcomes');
call changes_follow('activityOutcome', 'activity_outcomes', null, null, null, null);

call search_follow('activity', 'activities', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('activity', 'activities', array['participants'], array['participants_key']);
call links_follow('activity', 'activities');
call next_steps_follow('activity', 'activities', 'about', 'contact', 'contacts',
  $$s.status = any(array['planned', 'in_progress']) and s.archived_at is null and coalesce(s.starts_at, s.due_on) is not null$$,
  $$jsonb_build_object('entity', 'activity', 'id', s.id, 'name', s.name, 'at', s.at, 'on', case when s.starts_at is null then s.due_on end, 'ownerId', s.owner_id, 'creatorId', s.creator_id, 'members', s.participants)$$);
call next_steps_follow('activity', 'activities', 'about', 'opportunity', 'opportunities',
  $$s.status = any(array['planned', 'in_progress']) and s.archived_at is null and coalesce(s.starts_at, s.due_on) is not null$$,
  $$jsonb_build_object('entity', 'activity', 'id', s.id, 'name', s.name, 'at', s.at, 'on', case when s.starts_at is null then s.due_on end, 'ownerId', s.owner_id, 'creatorId', s.creator_id, 'members', s.participants)$$);
call changes_follow('activity', 'activities', 'owner_id', 'creator_id', 'participants', null);
call changes_of_links('activity', 'activities', 'owner_id', 'creator_id', 'participants');

call search_follow('taskStatus', 'task_statuses', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('taskStatus', 'task_statuses');
call changes_follow('taskStatus', 'task_statuses', null, null, null, null);

call search_follow('workflow', 'workflows', $$t.name$$, array[
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$null::uuid$$, $$t.archived_at is not null$$);
call links_follow('workflow', 'workflows');
call changes_follow('workflow', 'workflows', null, null, null, null);

call search_follow('project', 'projects', $$t.name$$, array[
  $line$E'\n\x1e\x12\x1f\x1c\x10 ' || public.search_text(t.key)$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('project', 'projects', array['members', 'commenters', 'completers'], array['members_key', 'commenters_key', 'completers_key']);
call links_follow('project', 'projects');
call stays_follow('project', 'projects', 'phase', 'phase', 'phase_reason');
call changes_follow('project', 'projects', 'owner_id', null, 'members', null);
call changes_of_links('project', 'projects', 'owner_id', null, 'members');

call search_follow('task', 'tasks', $$t.name$$, array[
  $line$E'\n\x1e\x12\x1f\x1c\x10 ' || public.search_text(t.key)$line$,
  $line$E'\n\x1b\x17\x0e\x15\x1a ' || public.search_text(t.external_id)$line$,
  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$
]::text[],
  $$t.owner_id$$, $$t.archived_at is not null$$);
call keys_follow('task', 'tasks', array['others'], array['others_key']);
call links_follow('task', 'tasks');
call changes_follow('task', 'tasks', 'owner_id', null, 'others', 'project_id');

call search_follow('member', 'members', $$t.name$$, array[
  $line$E'\n\x11\x10\x16\x18\x1f ' || public.search_text(t.email)$line$
]::text[],
  $$null::uuid$$, $$t.status = 'removed'$$);

call search_follow('comment', 'comments', $$''$$, array[
  $line$E'\n\x12\x19\x0f\x1a\x0f ' || public.search_text(t.text)$line$
]::text[],
  $$null::uuid$$, $$t.deleted_at is not null$$);

call search_follow('file', 'files', $$t.name$$, array[]::text[],
  $$null::uuid$$, $$t.removed_at is not null or t.purpose <> 'attachment'$$);

create or replace function personal_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
    when 'contact' then array['name', 'nameKey', 'firstName', 'lastName', 'emails', 'emailsKey', 'phones', 'phonesKey', 'jobTitle', 'department', 'lifecycleReason', 'nextStep', 'linkedin', 'twitter', 'mailingAddress', 'notes', 'notesDoc', 'externalId', 'custom']
    when 'activity' then array['name', 'nameKey', 'outcomeNote', 'location', 'link', 'description', 'descriptionDoc', 'externalId', 'custom']
    else '{}'::text[] end
$$;

create or replace function personal_entities() returns text[]
language sql immutable parallel safe as $$ select array['contact', 'activity']::text[] $$;

create or replace function identifying_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
    when 'contact' then array['name', 'nameKey', 'firstName', 'lastName', 'emails', 'emailsKey', 'phones', 'phonesKey']
    else '{}'::text[] end
$$;

create or replace function mention_entities() returns text[]
language sql immutable parallel safe as $$ select array['productCategory', 'product', 'account', 'contact', 'opportunity', 'activityOutcome', 'activity', 'taskStatus', 'workflow', 'project', 'task', 'pipeline', 'stage', 'lossReason', 'tag', 'savedView', 'customField', 'optionList', 'import', 'importMapping', 'bulkRun']::text[] $$;
