-- An open stage may have no probability; that of a won or lost one follows from its type.
alter table "stages" alter column "probability" drop not null;
alter table "stages" add constraint "stages_closed_probability_check" check ("type" = 'open' or "probability" is not null);
