/** As in `private.notification_kinds()`: a test compares them. */
export const NOTIFICATION_KINDS = ['failure', 'repeated', 'paused', 'recovery'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Channels that everybody tests for themselves; webhooks are tested one by one. */
export type TestKind = 'app' | 'email';

/** Narrows what comes from the database; a kind that this version does not know is none. */
export function isNotificationKind(kind: string): kind is NotificationKind {
  return NOTIFICATION_KINDS.some((known) => known === kind);
}

/** The known kinds of a list, in the order of the page. */
export function knownKinds(kinds: readonly string[]): NotificationKind[] {
  return NOTIFICATION_KINDS.filter((kind) => kinds.includes(kind));
}
