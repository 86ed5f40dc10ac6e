import { Avatar, type AvatarProps } from "./avatar";

type Shown = { id: string | null; name: string; placeholder?: boolean | undefined } | null;

/** A person in a list: picture and name, or a text for nobody. */
export function Person({ person, none }: { person: Shown; none: string }) {
  if (!person) return <span className="text-faint">{none}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <PersonMark person={person} decorative />
      <span className="truncate">{person.name}</span>
    </span>
  );
}

/** The picture alone; nothing without a person. */
export function PersonMark({ person, ...shown }: { person: Shown } & Pick<AvatarProps, "size" | "decorative">) {
  if (!person) return null;
  return <Avatar name={person.name} id={person.id ?? undefined} placeholder={person.placeholder} {...shown} />;
}
