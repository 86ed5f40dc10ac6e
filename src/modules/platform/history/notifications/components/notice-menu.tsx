"use client";

import { BellMinus, BellOff, Ellipsis } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/menu";
import { nounOf } from "@/lib/nouns/all";
import { useStopNotices } from "../client";
import { followedEntities, isFollowed, reasonText } from "../rules";
import type { Notification, NotificationGroup } from "../schema";

/** The record that a line is about, with the reason why the member gets it; null for a line about anything else. */
export function reasonOf(item: Notification, { records }: Pick<NotificationGroup, "records">) {
  const { reason, recordId, record } = item;
  const entity = followedEntities.find((one) => one === item.entity);
  if (records > 1 || reason === null || recordId === null || record === null || !entity) return null;
  const one = nounOf(entity)?.one ?? "record";
  return { entity, recordId, name: record, one, isFollowed: isFollowed(reason), text: reasonText(reason, one) };
}

/** Why the member gets the notifications of a record, and how to end that. */
export function NoticeMenu({ about }: { about: NonNullable<ReturnType<typeof reasonOf>> }) {
  const stop = useStopNotices(about);
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${about.name}`} size="sm" icon={<Ellipsis aria-hidden />} />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{about.text}</MenuLabel>
        {about.isFollowed ? (
          <MenuItem icon={<BellMinus aria-hidden />} onSelect={() => stop("none")}>
            Unfollow
          </MenuItem>
        ) : null}
        <MenuItem icon={<BellOff aria-hidden />} onSelect={() => stop("muted")}>
          {`Mute this ${about.one}`}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
