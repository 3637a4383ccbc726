/** @returns the time zone of this machine: that of logs that name none, where `LOG_TIMEZONE` isn't set */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
