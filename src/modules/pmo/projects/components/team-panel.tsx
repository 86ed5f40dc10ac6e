"use client";

import { useState } from "react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SectionHead } from "@/components/ui/description-list";
import { PersonMark } from "@/components/ui/person";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import type { MemberReference } from "@/lib/zod";
import { useEditsOf } from "@/trpc/noun-client";
import { type Project, projects } from "../fields";
import { ShareMenu } from "./share-menu";

type Fields = typeof projects.fields;

/** The manager and the members of a project, each with the role there; guests with what their share allows. */
export function TeamPanel({ project }: { project: Project }) {
  const { owner, members } = project;
  const others = (members ?? []).filter(({ id }) => id === null || id !== owner?.id);
  const people = [...(owner ? [owner] : []), ...others.filter(({ guest }) => !guest)];
  const guests = others.filter(({ guest }) => guest);
  return (
    <section aria-label="Team" className="pb-3 hairline-t">
      <SectionHead title="Team" count={people.length || undefined} />
      {people.length === 0 ? <p className="px-edge text-muted">Nobody works on this project yet.</p> : null}
      <ul>
        {people.map((person, place) => (
          <Colleague
            key={person.id ?? `hidden ${place}`}
            person={person}
            role={person === owner ? "Manager" : "Member"}
          />
        ))}
      </ul>
      {guests.length > 0 || project.mayEdit ? <Guests project={project} guests={guests} /> : null}
    </section>
  );
}

function Colleague({ person, role }: { person: MemberReference; role: string }) {
  return (
    <li className="flex min-h-10 items-center gap-2.5 px-edge phone:min-h-13">
      <PersonMark person={person} size={24} decorative />
      <span className="min-w-0 flex-1 leading-[18px]">
        <span className="block truncate">{person.name}</span>
        <span className="block truncate text-muted text-sm">{role}</span>
      </span>
    </li>
  );
}

/** The guests with whom a project is shared; who edits the project says what they may do. */
function Guests({ project, guests }: { project: Project; guests: readonly MemberReference[] }) {
  const edits = useEditsOf(projects);
  const save = (patch: PatchOf<Fields>, done?: string) =>
    edits.save(project as RecordOf<Fields>, "Shared with guests", patch, done);
  const share = <ShareMenu project={project} onShare={(members) => save({ members }).catch(toastRefusal)} />;
  return (
    <>
      <SectionHead
        title="Shared with guests"
        count={guests.length || undefined}
        action={project.mayEdit ? share : undefined}
      />
      {guests.length === 0 ? <p className="px-edge text-muted">No guest sees this project.</p> : null}
      <ul>
        {guests.map((guest) => (
          <Guest
            key={guest.id}
            {...{ project, guest }}
            onSave={(patch, done) => save(patch, done).catch(toastRefusal)}
          />
        ))}
      </ul>
    </>
  );
}

const allowances = [
  { list: "commenters", label: "Comments" },
  { list: "completers", label: "Moves and completes own tasks" },
] as const;

const mayIn = (project: Project, list: (typeof allowances)[number]["list"], guest: MemberReference): boolean =>
  project[list]?.some(({ id }) => id === guest.id) === true;

/** In words, for those who do not change it. */
function allowed(project: Project, guest: MemberReference): string {
  const labels = allowances.filter(({ list }) => mayIn(project, list, guest)).map(({ label }) => label);
  return labels.join(", ").replace(/, [A-Z]/, (second) => second.toLowerCase()) || "Reads only";
}

interface GuestProps {
  project: Project;
  guest: MemberReference;
  /** `done` says what happened, with the undo. */
  onSave(patch: PatchOf<Fields>, done?: string): Promise<unknown>;
}

/** Takes a guest out of the team, and out of the lists of what the share allows: an undo brings all back. */
function withoutGuest(project: Project, guest: MemberReference): PatchOf<Fields> {
  const lists = ["members", ...allowances.map(({ list }) => list)] as const;
  const naming = lists.filter((list) => project[list]?.some(({ id }) => id === guest.id));
  const left = (list: (typeof lists)[number]) =>
    (project[list] ?? []).flatMap(({ id }) => (id && id !== guest.id ? [id] : []));
  return Object.fromEntries(naming.map((list) => [list, left(list)]));
}

function Guest({ project, guest, onSave }: GuestProps) {
  const [saving, setSaving] = useState(false);
  const save = (list: (typeof allowances)[number]["list"], isOn: boolean) => {
    const ids = (project[list] ?? []).flatMap(({ id }) => (id && id !== guest.id ? [id] : []));
    setSaving(true);
    void onSave({ [list]: isOn && guest.id ? [...ids, guest.id] : ids }).finally(() => setSaving(false));
  };
  const stop = () => {
    setSaving(true);
    const done = `${project.name} is no longer shared with ${guest.name}`;
    void onSave(withoutGuest(project, guest), done).finally(() => setSaving(false));
  };
  return (
    <li className="flex items-start gap-2.5 px-edge py-1.5">
      <PersonMark person={guest} size={24} decorative />
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">{guest.name}</span>
          <Badge>Guest</Badge>
        </span>
        {project.mayEdit ? null : <span className="block text-muted text-sm">{allowed(project, guest)}</span>}
        {(project.mayEdit ? allowances : []).map(({ list, label }) => {
          const isOn = mayIn(project, list, guest);
          const id = `${list} ${guest.id}`;
          return (
            <label
              key={list}
              htmlFor={id}
              className="flex min-h-7 items-center gap-2 text-muted text-sm phone:min-h-11"
            >
              <Checkbox
                id={id}
                aria-label={`${label}: ${guest.name}`}
                checked={isOn}
                disabled={saving}
                onCheckedChange={(next) => save(list, next === true)}
              />
              {label}
            </label>
          );
        })}
      </span>
      {project.mayEdit && guest.id ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Stop sharing with ${guest.name}`}
          disabled={saving}
          onClick={stop}
        >
          Stop sharing
        </Button>
      ) : null}
    </li>
  );
}
