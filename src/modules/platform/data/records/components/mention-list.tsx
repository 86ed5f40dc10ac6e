"use client";

import { useId } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Link } from "@/components/ui/link";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { chosenFor, type Mention, type MentionChoices, type MentionGroup } from "@/lib/nouns/person-schema";

interface MentionListProps {
  groups: readonly MentionGroup[];
  complete: boolean;
  choices: MentionChoices;
  onChoose(choices: MentionChoices): void;
}

const isReplaced = (choices: MentionChoices, group: MentionGroup, { key, sure }: Mention): boolean =>
  chosenFor(choices, key, group.key) ?? sure;

/** The texts elsewhere that mention a person, by kinds, with a choice for each: without the person, or as it is. */
export function MentionList({ groups, complete, choices, onChoose }: MentionListProps) {
  const elsewhere = (
    <p className="text-muted">Imports and other places without a page lose the texts that are surely of this person.</p>
  );
  if (groups.length === 0 && complete) return <div className="mt-3">{elsewhere}</div>;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <p className="font-medium">Texts that mention them</p>
      <p className="text-muted">
        Chosen texts say “Erased” in place of the person, in their history too. The choice of a kind covers those that
        are not shown.
      </p>
      {groups.map((group) => (
        <MentionKind key={group.key} group={group} choices={choices} onChoose={onChoose} />
      ))}
      {elsewhere}
      {complete ? null : (
        <p className="text-muted">
          This workspace has more texts than could be looked through now. Kinds with more say so: the job looks through
          them.
        </p>
      )}
    </div>
  );
}

function countedLabel({ label, places, others, complete }: MentionGroup): string {
  const count = places.length + others;
  if (complete) return `${label} (${count})`;
  return count > 0 ? `${label} (${count} so far)` : label;
}

interface KindProps extends Pick<MentionListProps, "choices" | "onChoose"> {
  group: MentionGroup;
}

function MentionKind({ group, choices, onChoose }: KindProps) {
  const id = useId();
  const { key, label, places, others, complete } = group;
  const replaced = places.filter((place) => isReplaced(choices, group, place));
  const isAll = places.length === 0 ? choices[key] !== false : replaced.length === places.length;
  const some = replaced.length > 0;
  const chooseAll = (next: boolean) => {
    const single = new Set(places.map((place) => place.key));
    const rest = Object.entries(choices).filter(([one]) => !single.has(one));
    // Of texts that nobody has seen, those that are surely of the person are as much as a tick can mean.
    const all = complete || !next ? [[key, next]] : [...single].map((one) => [one, true]);
    onChoose({ ...Object.fromEntries(rest.filter(([one]) => one !== key)), ...Object.fromEntries(all) });
  };
  return (
    <fieldset className="rounded-md border border-border">
      <legend className="sr-only">{label}</legend>
      <div className="flex items-center gap-2 px-3 py-2">
        <Checkbox
          id={id}
          checked={isAll || (some ? "indeterminate" : false)}
          onCheckedChange={(next) => chooseAll(next === true)}
        />
        <label htmlFor={id} className="font-medium">
          {countedLabel(group)}
        </label>
      </div>
      {places.length > 0 ? (
        <ul className="border-border border-t">
          {places.map((place) => (
            <MentionPlace
              key={place.key}
              place={place}
              checked={isReplaced(choices, group, place)}
              onChange={(next) => onChoose({ ...choices, [place.key]: next })}
            />
          ))}
        </ul>
      ) : null}
      {others > 0 ? (
        <p className="border-border border-t px-3 py-2 text-muted">
          {places.length > 0 ? `${others} more that are not shown` : `${others} that cannot be shown`}
        </p>
      ) : null}
      {complete ? null : (
        <p className="border-border border-t px-3 py-2 text-muted">
          {places.length + others > 0
            ? "Not looked through to the end yet; of the rest, texts that are surely of this person lose them unless you leave this kind out."
            : "Not looked through yet; texts that are surely of this person lose them unless you leave this kind out."}
        </p>
      )}
    </fieldset>
  );
}

interface PlaceProps {
  place: Mention;
  checked: boolean;
  onChange(next: boolean): void;
}

function MentionPlace({ place, checked, onChange }: PlaceProps) {
  const { href } = useWorkspace();
  const { record, name, before, match, after, sure } = place;
  const head = record ? nounOf(record.entity) : undefined;
  const title = name ?? match;
  return (
    <li className="flex gap-2 px-3 py-2">
      <Checkbox
        className="mt-1"
        aria-label={`Erase the person from ${title}`}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <div className="wrap-anywhere min-w-0">
        {record && head ? (
          <Link
            href={href(`${homePathOf(head)}/${record.id}`)}
            target="_blank"
            className="text-accent-text hover:underline"
          >
            {title}
          </Link>
        ) : (
          <span>{title}</span>
        )}
        <p className="text-muted">
          {before}
          <mark>{match}</mark>
          {after}
        </p>
        {sure ? null : <p className="text-muted">May mean somebody or something else</p>}
      </div>
    </li>
  );
}
