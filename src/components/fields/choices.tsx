import { Tags as TagsIcon } from "lucide-react";
import { TagLine, Tags } from "@/components/ui/tag";
import { labelsOf } from "@/lib/fields/choices";
import { asItIs, type KindParts } from "./kind";
import { picksOf, tagOf } from "./options";

/** Several values of a closed list: a list shows those that fit in its cell, a record all of them. */
export const choicesKind: KindParts<"choices"> = {
  ...asItIs,
  column: "custom",
  width: 200,
  filter: "choices",
  icon: <TagsIcon aria-hidden />,
  editor: "choices",
  show(value, { options }, { inList }) {
    const tags = (value as readonly string[]).map((one) => tagOf(options, one));
    return inList ? <TagLine tags={tags} /> : <Tags tags={tags} />;
  },
  brief: (value, { options }) => labelsOf(options, value as readonly string[]).join(", "),
  choices({ options }, at, name) {
    const onCreate = at.maker?.(name);
    return { options: picksOf(options), ...(onCreate ? { onCreate } : {}) };
  },
};
