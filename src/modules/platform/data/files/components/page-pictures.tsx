"use client";

import { useQueries } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { type Pictured, pictureBook } from "@/components/ui/pictures";
import { groupBy } from "@/lib/group-by";
import { useApi } from "@/trpc/react";
import { type PictureEntity, pictureEntities } from "./picture-entity";

/** Marks that come up together are asked for in one request. */
const gatherMs = 30;
/** The most that one request asks for. */
const atOnce = 200;

interface Batch {
  entity: PictureEntity;
  ids: readonly string[];
}

/** The wanted pictures that are in no batch yet, in batches by kind. */
export function newBatches(wanted: ReadonlyMap<string, Pictured>, batches: readonly Batch[]): Batch[] {
  const asked = new Set(batches.flatMap(({ ids }) => ids));
  const rest = [...wanted.values()].filter(({ id }) => !asked.has(id));
  return [...groupBy(rest, ({ entity }) => entity)].flatMap(([entity, some]) => {
    const known = pictureEntities.find((one) => one === entity);
    if (!known) return [];
    const ids = some.map(({ id }) => id);
    return Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, place) => ({
      entity: known,
      ids: ids.slice(place * atOnce, (place + 1) * atOnce),
    }));
  });
}

/** Loads the pictures that marks of the page ask for, and follows their changes. It shows nothing itself. */
export function PagePictures() {
  const api = useApi();
  const wanted = useSyncExternalStore(pictureBook.subscribe, pictureBook.wanted, pictureBook.wanted);
  const [batches, setBatches] = useState<readonly Batch[]>([]);
  // A timer, which gathers the marks of a page.
  useEffect(() => {
    const timer = setTimeout(() => {
      const more = newBatches(wanted, batches);
      if (more.length > 0) setBatches([...batches, ...more]);
    }, gatherMs);
    return () => clearTimeout(timer);
  }, [wanted, batches]);
  const found = useQueries({
    queries: batches.map(({ entity, ids }) => api.files.pictures.queryOptions({ entity, ids: [...ids] })),
    combine: (answers) => answers.map(({ data }) => data),
  });
  // The marks of the page, which are drawn by parts that know no server.
  useEffect(() => {
    const pictures = batches.flatMap(({ entity }, place) =>
      (found[place]?.rows ?? []).map(({ recordId, address }) => ({ entity, id: recordId, address })),
    );
    pictureBook.show(pictures);
  }, [batches, found]);
  return null;
}
