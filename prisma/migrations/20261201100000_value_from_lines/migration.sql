-- Whether the value of an opportunity is the total of its product lines.
alter table "opportunities" add column "value_from_lines" boolean not null default false;
