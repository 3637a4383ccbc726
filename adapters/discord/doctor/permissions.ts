/** What a member may do in a channel (Discord's documentation, "Permission Overwrites"). */
import { OverwriteType, PermissionFlagsBits } from 'discord.js';

type Overwrite = {
  readonly id: string;
  readonly type: OverwriteType;
  readonly allow: string;
  readonly deny: string;
};

export type Holder = {
  readonly guildId: string;
  readonly memberId: string;
  /** Ids of the member's roles, without @everyone. */
  readonly roleIds: readonly string[];
  /** All of the server's, @everyone too, whose id is the server's. */
  readonly roles: readonly { readonly id: string; readonly permissions: string }[];
};

const ALL = (1n << 64n) - 1n;

/** @returns the permissions as Discord's bits; an administrator has all of them */
export function permissionsIn(standing: Holder, overwrites: readonly Overwrite[]): bigint {
  const { guildId, memberId, roleIds, roles } = standing;
  const base = roles
    .filter(({ id }) => id === guildId || roleIds.includes(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const apply = (before: bigint, these: readonly Overwrite[]): bigint => {
    const denied = these.reduce((all, { deny }) => all | BigInt(deny), 0n);
    const allowed = these.reduce((all, { allow }) => all | BigInt(allow), 0n);
    return (before & ~denied) | allowed;
  };
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role);
  const everyone = apply(
    base,
    ofRoles.filter(({ id }) => id === guildId),
  );
  const role = apply(
    everyone,
    ofRoles.filter(({ id }) => id !== guildId && roleIds.includes(id)),
  );
  return apply(
    role,
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === memberId),
  );
}
