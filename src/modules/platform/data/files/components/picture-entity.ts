import { type NounEntity, nounEntities } from "@/lib/nouns/all";

export type PictureEntity = NounEntity | "member";

/** The kinds that may have a picture. */
export const pictureEntities: readonly PictureEntity[] = ["member", ...nounEntities];
