import "server-only";
import { platform } from "@/modules/platform/module";
import { labelsOf } from "@/server/mention-labels";
import { mentionLabelsInput, mentionLabelsOutput } from "../schema";

export const labelMentions = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: mentionLabelsInput,
  output: mentionLabelsOutput,
  describe:
    "The names of mentioned members and records, in the order of the input. The label is null both for what does not exist and for what you may not see.",
  async run(ctx, { mentions }) {
    const known = await labelsOf(ctx, mentions);
    return {
      labels: mentions.map(({ entity, id }) => {
        const one = known.get(`${entity} ${id}`);
        return { entity, id, label: one?.name ?? null, archived: one?.archived ?? false };
      }),
    };
  },
});
