import "server-only";
import type { CountedLimit } from "@/server/limits";
import { customFieldEvents } from "./events";

const nameIn = (entity: string, field: string) => `${entity} ${field}`;

/** Custom fields of all objects that are in use; the oldest stay when a plan has fewer. */
export const customFieldLimit: CountedLimit = {
  key: "customFields",
  adds: [customFieldEvents.created, customFieldEvents.restored, customFieldEvents.undeleted],
  async counted({ db }) {
    const rows = await db.customField.findMany({
      where: { archivedAt: null, deletedAt: null },
      select: { entity: true, key: true, label: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return rows.map(({ label, entity, key }) => ({ id: nameIn(entity, `custom.${key}`), name: label }));
  },
  guards: {
    concerns: ({ after }) => after?.includes('"custom.') ?? false,
    async touched(_ctx, events, beyond) {
      const changed = events.flatMap(({ entity, after }) =>
        Object.keys(JSON.parse(after ?? "{}")).map((field) => nameIn(entity, field)),
      );
      return beyond.find(({ id }) => changed.includes(id))?.name;
    },
  },
};
