import { Waypoints } from "lucide-react";
import type { FieldOption } from "@/components/data-table/data-column";
import { Link } from "@/components/ui/link";
import { ReferenceName } from "@/components/ui/reference-name";
import type { FieldOf } from "@/lib/fields/field";
import { type LinkedRecord, type LinkedRecordInput, linksText } from "@/lib/fields/links";
import { nounOf } from "@/lib/nouns/all";
import { isUnnamed } from "@/lib/unseen-record";
import type { FieldContext, KindParts } from "./kind";

/** A linked record as an option of a picker. */
const keyOf = ({ entity, id, name }: LinkedRecord): string => `${entity}:${id ?? name}`;

/** The links that options of a picker stand for. */
export function linksIn(keys: readonly string[] | null): LinkedRecordInput[] | null {
  if (keys === null) return null;
  return keys.map((key) => {
    const [entity = "", id = ""] = key.split(":");
    return { entity, id };
  });
}

/** The records of all nouns that a field links to, with the names of their kinds where there are several. */
async function recordsIn(
  { to }: FieldOf<"links">,
  at: FieldContext,
  load: (entity: string) => Promise<readonly FieldOption[]>,
): Promise<FieldOption[]> {
  const kinds = to.filter(at.mayView);
  const nameOf = (label: string, entity: string) =>
    kinds.length > 1 ? `${label} (${nounOf(entity)?.one ?? entity})` : label;
  const found = await Promise.all(
    kinds.map(async (entity) =>
      (await load(entity)).map((option) => ({ ...option, label: nameOf(option.label, entity) })),
    ),
  );
  return found.flat();
}

/** Those records, found by name, as an editor holds them. */
export const searchIn = (field: FieldOf<"links">, at: FieldContext) => (text: string) =>
  recordsIn(field, at, async (entity) =>
    (await at.picks(entity).search(text)).map((option) => ({ ...option, value: `${entity}:${option.value}` })),
  );

/** In a list the first record and how many more there are, in one line; elsewhere all of them. */
function Linked({ links, at }: { links: readonly LinkedRecord[]; at: FieldContext }) {
  const [first] = links;
  const unnamed = links.find(isUnnamed);
  if (!at.inList || !first)
    return (
      <span className="flex min-w-0 flex-wrap gap-x-1.5">
        {/* In the details they stand in the button that edits them, where a link may not be. */}
        {links
          .filter((one) => !isUnnamed(one))
          .map((one) => (
            <ReferenceName key={keyOf(one)} of={one} />
          ))}
        {unnamed ? <ReferenceName of={unnamed} /> : null}
      </span>
    );
  return (
    <span className="flex min-w-0 gap-x-1.5" title={links.length > 1 ? linksText(links) : undefined}>
      <LinkedName link={first} at={at} />
      {links.length > 1 ? <span className="shrink-0 text-faint">{`+${links.length - 1}`}</span> : null}
    </span>
  );
}

function LinkedName({ link, at }: { link: LinkedRecord; at: FieldContext }) {
  const head = nounOf(link.entity);
  if (!head || link.id === null) return <ReferenceName of={link} />;
  return (
    <Link
      href={at.href(`/${head.path}/${link.id}`)}
      tabIndex={-1}
      className="min-w-0 truncate rounded-sm hover:underline"
    >
      {link.name}
    </Link>
  );
}

/** Links to records of one or several nouns. */
export const linksKind: KindParts<"links"> = {
  column: "custom",
  width: 200,
  filter: "links",
  icon: <Waypoints aria-hidden />,
  show: (value, _field, at) => <Linked links={value as readonly LinkedRecord[]} at={at} />,
  small: (value) => linksText(value as readonly LinkedRecord[]),
  brief: (value) => linksText(value as readonly LinkedRecord[]),
  editor: "choices",
  // A link that this member may not open stays, whatever is chosen. Without any link the placeholder is shown.
  toEditor(value) {
    const links = (value ?? []) as readonly LinkedRecord[];
    return links.length === 0 ? null : links.filter(({ id }) => id !== null).map(keyOf);
  },
  fromEditor: (next) => linksIn(next as readonly string[] | null) ?? [],
  // Filters name records by their ids alone.
  choices: (field, at) => ({
    search: searchIn(field, at),
    filtered: (text) => recordsIn(field, at, (entity) => at.picks(entity).search(text)),
    lookup: (ids) => recordsIn(field, at, (entity) => at.picks(entity).lookup(ids)),
  }),
};
