-- A file whose rows hold records of several objects is staged once for each of them.
alter table import_files add column mixed boolean not null default false;
