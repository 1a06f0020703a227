/** What the tests need of Debian: by package, a path that is there once it is installed. */

export const BROWSER = {
  chromium: '/usr/bin/chromium',
  'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
} as const
export const POSTGRES = { postgresql: '/usr/lib/postgresql' } as const
export const MARIADB = {
  'mariadb-server-core': '/usr/sbin/mariadbd',
  'mariadb-client-core': '/usr/bin/my_print_defaults',
} as const
export const SFTP = {
  'openssh-server': '/usr/sbin/sshd',
  'openssh-sftp-server': '/usr/lib/openssh/sftp-server',
} as const
export const PDF_READER = { 'poppler-utils': '/usr/bin/pdftotext' } as const
export const CERTIFICATES = { openssl: '/usr/bin/openssl' } as const
/** The programs analysts take figures into. */
export const ANALYSTS = {
  curl: '/usr/bin/curl',
  'python3-pandas': '/usr/lib/python3/dist-packages/pandas',
  'r-base-core': '/usr/bin/Rscript',
} as const
/** The program that documents are opened with. */
export const WRITER = { 'libreoffice-writer-nogui': '/usr/lib/libreoffice/program/libswlo.so' } as const
/** The spreadsheet that workbooks are opened with. */
export const SPREADSHEET = { 'libreoffice-calc-nogui': '/usr/lib/libreoffice/program/libsclo.so' } as const
