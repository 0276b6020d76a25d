/** What the commands of a job may try in order to get out of the sandbox, and outputs that must not enter a bucket. */

export const SECRET = 'secret-of-another-project';
/** Process that a command leaves behind; known by its odd number of seconds. */
export const LEFT_BEHIND = '74.567';

/** What an attacker may know or guess. */
export interface Target {
  /** Host path of an object of another project. */
  object: string;
  dataDir: string;
  port: number;
  abstractSocket: string;
}

interface Attack {
  commands(target: Target): string[];
  /** What the log says when it succeeded. */
  done: RegExp;
  /** What it says when it failed as meant. */
  refused: RegExp;
  /** Only root could do it outside. */
  root?: true;
}

const absent = /No such file or directory|Directory nonexistent|No such process|cannot access/;
const readOnly = /Read-only file system/;
const forbidden = /Operation not permitted|permission denied|Permission denied/i;
const server = process.pid;
const REMOUNT_BIND = 32 | 4096;
/** Asks the kernel itself: mount(8) looks at the user first. */
const mount = (folder: string, flags: number) =>
  `perl -e 'my ($at, $type) = (shift, "tmpfs"); syscall(${process.arch === 'arm64' ? 40 : 165}, $type, $at, $type, ${flags}, 0) and die "$!\\n"' "${folder}"`;
export const listenAbstract = `socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, pack("S", AF_UNIX) . "\\0" . shift) or die; listen(S, 5); $| = 1; print "ready"; while (accept(C, S)) { print C "${SECRET}\\n"; close(C) }`;
const connectAbstract = (name: string) =>
  `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack("S", AF_UNIX) . "\\0" . shift) or die "$!\\n"; print <S>' ${name}`;

export const ATTACKS: Record<string, Attack> = {
  'read an object of another project by its path': {
    commands: ({ object }) => [`cat ${object}`],
    done: new RegExp(SECRET),
    refused: absent,
  },
  'read it through the root of another process': {
    commands: ({ object }) => [
      `for p in /proc/[0-9]*; do cat $p/root${object} && break; cat $p/cwd/../../../../../../../../..${object} && break; done`,
    ],
    done: new RegExp(SECRET),
    refused: absent,
  },
  'list the buckets from the own data': {
    commands: ({ object }) => [
      'ls -a "$(dirname ${file})/../.."; cd "$(dirname ${file})/../../.." && ls -R .',
      `cat */${object.split('/').slice(-3).join('/')}`,
    ],
    done: new RegExp(SECRET),
    refused: absent,
  },
  'read the folder of the database and the secrets': {
    commands: ({ dataDir }) => [`cat ${dataDir}/database/secret`],
    done: new RegExp(SECRET),
    refused: absent,
  },
  'read the environment of the server': {
    commands: () => [`tr '\\0' '\\n' < /proc/${server}/environ | grep ^PATH=`],
    done: /^PATH=/m,
    refused: absent,
  },
  'read the environment of the processes above': {
    commands: () => ['cat /proc/*/environ | tr "\\0" "\\n" | grep -c "^VITEST\\|^npm_\\|^NODE" || echo none'],
    done: /^[1-9]\d*$/m,
    refused: /^none$/m,
  },
  'reach the socket of the supervisor': {
    commands: ({ dataDir }) => [
      `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, sockaddr_un(shift)) or die "$!\\n"; print "connected\\n"' ${dataDir}/supervisor/socket`,
    ],
    done: /^connected$/m,
    refused: absent,
  },
  'change the own data': {
    commands: () => ['echo changed > ${file} && echo done', 'touch "$(dirname ${file})/new" && echo done'],
    done: /^done\ndone$/m,
    refused: readOnly,
  },
  'write into the system': {
    commands: () => ['f=/usr/.written-$$; touch $f && rm $f && echo done'],
    done: /^done$/m,
    refused: readOnly,
    root: true,
  },
  'write into /etc': {
    commands: () => ['f=/etc/.written-$$; touch $f && rm $f && echo done'],
    done: /^done$/m,
    refused: readOnly,
    root: true,
  },
  'change settings of the kernel': {
    commands: () => ['p=/proc/sys/kernel/core_pattern; cp $p now; cat now > $p && echo done'],
    done: /^done$/m,
    refused: readOnly,
    root: true,
  },
  'write into the folders of attempts': {
    commands: ({ dataDir }) => [
      `cd ${dataDir}/work/$EIHEALTH_JOB_ID/$EIHEALTH_TASK_NAME-0/1 && echo forged > mark && echo done`,
    ],
    done: /^done$/m,
    refused: absent,
  },
  'reach a server on the loopback address': {
    commands: ({ port }) => [`exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`],
    done: new RegExp(SECRET),
    refused: /Connection refused/,
  },
  'reach an abstract socket': {
    commands: ({ abstractSocket }) => [connectAbstract(abstractSocket)],
    done: new RegExp(SECRET),
    refused: /Connection refused/,
  },
  'mount something': {
    commands: () => [`mkdir m; ${mount('m', 0)} && echo done && umount m`],
    done: /^done$/m,
    refused: forbidden,
    root: true,
  },
  'remount the own data to write': {
    commands: () => [
      'd=m; [ -d /eihealth/data ] && d=/eihealth/data/$EIHEALTH_PROJECT',
      `mkdir m; [ $d != m ] || ${mount('m', 0)}; ${mount('$d', REMOUNT_BIND)} && echo done; [ $d != m ] || umount m`,
    ],
    done: /^done$/m,
    refused: forbidden,
    root: true,
  },
  'become root in a namespace of its own': {
    commands: () => ['unshare --user --map-root-user --mount id -u && echo done'],
    done: /^0\ndone$/m,
    refused: forbidden,
  },
  'change the root': {
    commands: () => ['perl -e \'chroot("/") or die "$!\\n"; print "done\\n"\''],
    done: /^done$/m,
    refused: forbidden,
    root: true,
  },
  'make a device': {
    commands: () => ['mknod device c 1 3 && echo done'],
    done: /^done$/m,
    refused: forbidden,
    root: true,
  },
  'use a disk': {
    commands: () => [
      'ls /dev | grep -E "^(kmsg|mem|[svx]da|nvme|dm-|loop|mapper|console)" || echo No such file or directory',
    ],
    done: /^(kmsg|mem|[svx]da|nvme|dm-|loop|mapper|console)/m,
    refused: absent,
  },
  'look into the memory of the server, and end it': {
    commands: () => [`head -c 0 < /proc/${server}/mem && kill -0 ${server} && echo done`],
    done: /^done$/m,
    refused: absent,
  },
  'link an object of another project into the outputs': {
    commands: ({ object }) => [`ln ${object} \${o} && echo done`],
    done: /^done$/m,
    refused: absent,
  },
  'put a link in place of the output folder': {
    commands: () => ['mv "$EIHEALTH_OUTPUT_DIR" moved && ln -s /etc "$EIHEALTH_OUTPUT_DIR" && echo done'],
    done: /^done$/m,
    refused: /Device or resource busy|Read-only file system/,
  },
  'type into a terminal': {
    commands: () => [
      'perl -e \'open(F, "+<", "/dev/ptmx") or die "$!\\n"; my $x = "x"; ioctl(F, 0x5412, $x) or die "ioctl: $!\\n"\'',
    ],
    done: /ioctl: (Input|Inappropriate)|^$/,
    refused: /ioctl: Operation not permitted/,
  },
  'leave a core file to the machine': {
    commands: () => ['ulimit -c unlimited && echo done'],
    done: /^done$/m,
    refused: /cannot modify limit/,
    root: true,
  },
  'leave a process behind': {
    commands: () => [`setsid sleep ${LEFT_BEHIND} & sleep 0.2; echo left`],
    done: /^left$/m,
    refused: /^left$/m,
  },
};

/** Outputs that must not enter the bucket however they came about, with the reason. */
export const BAD_OUTPUTS: Record<string, { commands(target: Target): string[]; reason: string }> = {
  'a link to another project': { commands: ({ object }) => [`ln -s ${object} \${o}`], reason: 'OutputLinkRefused' },
  'a link to the own data': { commands: () => ['ln -s ${file} ${o}'], reason: 'OutputLinkRefused' },
  'a pipe': { commands: () => ['mkfifo ${o}'], reason: 'OutputSpecialFileRefused' },
  'a socket': {
    commands: () => [
      'cd "$EIHEALTH_OUTPUT_DIR" && perl -MSocket -e \'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un("o")) or die\'',
    ],
    reason: 'OutputSpecialFileRefused',
  },
};
