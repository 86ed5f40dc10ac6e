import { Avatar, type AvatarProps } from "./avatar";
import { lazyPart } from "./lazy-part";

// Most people are colleagues.
const GuestBadge = lazyPart<object>(() => import("./guest-badge").then((part) => part.GuestBadge), {
  of: "the badge",
  loading: null,
});

type Shown = { id: string | null; name: string; placeholder?: boolean | undefined; guest?: true | undefined } | null;

/** A person in a list: picture and name, or a text for nobody. */
export function Person({ person, none }: { person: Shown; none: string }) {
  if (!person) return <span className="text-faint">{none}</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <PersonMark person={person} decorative />
      <span className="truncate">{person.name}</span>
      {person.guest ? <GuestBadge /> : null}
    </span>
  );
}

/** The picture alone; nothing without a person. */
export function PersonMark({ person, ...shown }: { person: Shown } & Pick<AvatarProps, "size" | "decorative">) {
  if (!person) return null;
  return <Avatar name={person.name} id={person.id ?? undefined} placeholder={person.placeholder} {...shown} />;
}

const mostPictures = 4;

/** Several people: all of them by name, or in a short line their pictures, of which one alone has its name. */
export function People({ people, short }: { people: readonly NonNullable<Shown>[]; short: boolean }) {
  const names = people.map(({ name }) => name).join(", ");
  const [first, ...others] = people;
  if (first && others.length === 0) return <Person person={first} none="" />;
  if (!short)
    return (
      <span className="flex min-w-0 flex-wrap gap-x-3 gap-y-1 py-1">
        {people.map((person) => (
          <Person key={person.id} person={person} none="" />
        ))}
      </span>
    );
  return (
    <span className="flex min-w-0 items-center gap-1" title={names}>
      {people.slice(0, mostPictures).map((person) => (
        <PersonMark key={person.id} person={person} />
      ))}
      {people.length > mostPictures ? (
        <span className="text-faint text-sm">{`+${people.length - mostPictures}`}</span>
      ) : null}
    </span>
  );
}
