/**
 * A seccomp filter as bubblewrap takes it: a classic BPF program. It denies what a command of this field never needs
 * and an escape often does: new namespaces, mounts, the kernel's keys, pushing input into a terminal, sockets to the
 * hypervisor. What holds without it is said in docs/decisions/0006; the filter makes the kernel itself a smaller target.
 */

type Instruction = [code: number, jumpTrue: number, jumpFalse: number, value: number];

interface Machine {
  audit: number;
  /** Numbers of the system calls that differ between machines. */
  numbers: typeof X64_NUMBERS;
  /** Calls of this number and above are those of another convention of the same machine. */
  foreign?: number;
}

const X64_NUMBERS = {
  denied: {
    acct: 163,
    add_key: 248,
    bpf: 321,
    chroot: 161,
    delete_module: 176,
    finit_module: 313,
    init_module: 175,
    kexec_file_load: 320,
    kexec_load: 246,
    keyctl: 250,
    mount: 165,
    open_by_handle_at: 304,
    perf_event_open: 298,
    pivot_root: 155,
    quotactl: 179,
    reboot: 169,
    request_key: 249,
    setns: 308,
    swapoff: 168,
    swapon: 167,
    syslog: 103,
    umount2: 166,
    userfaultfd: 323,
  },
  clone: 56,
  ioctl: 16,
  socket: 41,
  unshare: 272,
};

const ARM64_NUMBERS: typeof X64_NUMBERS = {
  denied: {
    acct: 89,
    add_key: 217,
    bpf: 280,
    chroot: 51,
    delete_module: 106,
    finit_module: 273,
    init_module: 105,
    kexec_file_load: 294,
    kexec_load: 104,
    keyctl: 219,
    mount: 40,
    open_by_handle_at: 265,
    perf_event_open: 241,
    pivot_root: 41,
    quotactl: 60,
    reboot: 142,
    request_key: 218,
    setns: 268,
    swapoff: 225,
    swapon: 224,
    syslog: 116,
    umount2: 39,
    userfaultfd: 282,
  },
  clone: 220,
  ioctl: 29,
  socket: 198,
  unshare: 97,
};

const MACHINES: Partial<Record<NodeJS.Architecture, Machine>> = {
  x64: { audit: 0xc000003e, numbers: X64_NUMBERS, foreign: 0x40000000 },
  arm64: { audit: 0xc00000b7, numbers: ARM64_NUMBERS },
};

/** Same number on every machine: open_tree … fspick, mount_setattr, quotactl_fd, open_tree_attr. */
const DENIED_EVERYWHERE = [428, 429, 430, 431, 432, 433, 442, 443, 467];
/** io_uring_setup and clone3 (its flags lie in memory, where no filter can look): programs fall back to older calls. */
const UNKNOWN_EVERYWHERE = [425, 435];

const NEW_NAMESPACE = 0x7e020000;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const AF_VSOCK = 40;
const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97];

const CALL_NUMBER = 0;
const MACHINE = 4;
/** Lower half of an argument; both machines store it first. */
const argument = (index: number) => 16 + 8 * index;

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const answer = (value: number): Instruction => [0x06, 0, 0, value];
const fail = (errno: number) => answer(0x00050000 | errno);
const ALLOW = answer(0x7fff0000);
const KILL = answer(0x80000000);

/** `then` when the loaded value equals, has a bit of, or reaches `value`; else what follows. */
const when = (code: number, value: number, then: Instruction[]): Instruction[] => [
  [code, 0, then.length, value],
  ...then,
];
const whenEqual = (value: number, ...then: Instruction[]) => when(0x15, value, then);
const whenAnyBit = (value: number, ...then: Instruction[]) => when(0x45, value, then);
const whenAtLeast = (value: number, ...then: Instruction[]) => when(0x35, value, then);

/** The filter for a machine; undefined for one whose system calls are not listed here. */
export function seccompFilter(machine: NodeJS.Architecture = process.arch): Buffer | undefined {
  const found = MACHINES[machine];
  if (!found) return undefined;
  const { audit, numbers, foreign } = found;
  const namespaces = [load(argument(0)), ...whenAnyBit(NEW_NAMESPACE, fail(EPERM)), ALLOW];
  const terminal = [load(argument(1)), ...[TIOCSTI, TIOCLINUX].flatMap((code) => whenEqual(code, fail(EPERM))), ALLOW];
  const sockets = [load(argument(0)), ...whenEqual(AF_VSOCK, fail(EAFNOSUPPORT)), ALLOW];
  return assemble([
    load(MACHINE),
    // A program of another machine (32 bit) has other numbers: none of what follows would hold.
    [0x15, 1, 0, audit],
    KILL,
    load(CALL_NUMBER),
    ...(foreign === undefined ? [] : whenAtLeast(foreign, fail(ENOSYS))),
    ...[...Object.values(numbers.denied), ...DENIED_EVERYWHERE].flatMap((number) => whenEqual(number, fail(EPERM))),
    ...UNKNOWN_EVERYWHERE.flatMap((number) => whenEqual(number, fail(ENOSYS))),
    ...whenEqual(numbers.clone, ...namespaces),
    ...whenEqual(numbers.unshare, ...namespaces),
    ...whenEqual(numbers.ioctl, ...terminal),
    ...whenEqual(numbers.socket, ...sockets),
    ALLOW,
  ]);
}

function assemble(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, jumpTrue, jumpFalse, value], at) => {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(jumpTrue, at * 8 + 2);
    bytes.writeUInt8(jumpFalse, at * 8 + 3);
    bytes.writeUInt32LE(value, at * 8 + 4);
  });
  return bytes;
}
