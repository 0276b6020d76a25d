/** The address by which other machines reach this one. */
import { networkInterfaces } from 'node:os';

/** The first address that is not of this machine alone, IPv4 before IPv6; undefined on a machine without a network. */
export function hostAddress(): string | undefined {
  const outer = Object.values(networkInterfaces()).flatMap((found) => found?.filter(({ internal }) => !internal) ?? []);
  return (outer.find(({ family }) => family === 'IPv4') ?? outer[0])?.address;
}
