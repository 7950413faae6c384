import * as vscode from "vscode";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** '5 minutes ago' or 'yesterday' within a week of `now`, else '7 Jul 2025'; both in epoch milliseconds. */
export function relativeTime(time: number, now: number): string {
  const past = time - now;
  const size = Math.abs(past);
  if (size >= 7 * DAY) {
    return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" }).format(time);
  }
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  if (size < MINUTE) {
    return format.format(0, "second");
  }
  if (size < HOUR) {
    return format.format(Math.trunc(past / MINUTE), "minute");
  }
  return size < DAY
    ? format.format(Math.trunc(past / HOUR), "hour")
    : format.format(Math.trunc(past / DAY), "day");
}

/** '7 Jul 2025, 16:02:11': a moment that has to be told from others of the same minute. */
export function exactTime(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" }).format(
    time,
  );
}

/** '16:02'. */
export function clockTime(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { timeStyle: "short" }).format(time);
}

/** 'today', 'yesterday', else the date: the heading over what happened on one day of this machine's calendar. */
export function dayText(time: number, now: number): string {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  // Rounded: a day on which the clocks change has another length.
  const days = Math.round((midnight(time) - midnight(now)) / DAY);
  return days >= -1 && days <= 0
    ? new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" }).format(days, "day")
    : new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "full" }).format(time);
}

/** 'the server asks for a pause of 8 s': why a run that goes on stands still; rounded up. */
export function pauseText(milliseconds: number): string {
  return vscode.l10n.t("the server asks for a pause of {0} s", Math.ceil(milliseconds / SECOND));
}
