"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useApi } from "@/trpc/react";

/** Refetches the calendars, and the hours of the member, which may follow one of them. */
function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries(api.calendars.pathFilter());
  };
}

/** Refetches all: the time zone of a member follows from calendars, and with it all times and the days of lists. */
function useRefreshZone() {
  const client = useQueryClient();
  const router = useRouter();
  return async () => {
    // The zone comes from the workspace's layout.
    router.refresh();
    await client.invalidateQueries();
  };
}

export const useCreateCalendar = () =>
  useMutation(useApi().calendars.create.mutationOptions({ onSuccess: useRefresh() }));
export const useUpdateCalendar = () =>
  useMutation(useApi().calendars.update.mutationOptions({ onSettled: useRefreshZone() }));
export const useDeleteCalendar = () =>
  useMutation(useApi().calendars.delete.mutationOptions({ onSettled: useRefreshZone() }));
export const useAddDays = () => useMutation(useApi().calendars.addDays.mutationOptions({ onSettled: useRefresh() }));
export const useUpdateDay = () =>
  useMutation(useApi().calendars.updateDay.mutationOptions({ onSettled: useRefresh() }));
export const useRemoveDays = () =>
  useMutation(useApi().calendars.removeDays.mutationOptions({ onSettled: useRefresh() }));
export const useAddHolidays = () =>
  useMutation(useApi().calendars.addHolidays.mutationOptions({ onSettled: useRefresh() }));
export const useSetHours = () =>
  useMutation(useApi().calendars.setHours.mutationOptions({ onSettled: useRefreshZone() }));
