//! Recognition by the program `tesseract`, where it is installed.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::ocr::{Ocr, OcrProblem, Picture};
use crate::refusal::OcrMissing;

/// Runs `tesseract` with its Vietnamese data, and `pdftoppm` for PDF pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TesseractOcr {
    /// How long one page may take, in seconds.
    pub page_seconds: u64,
}

impl Default for TesseractOcr {
    fn default() -> Self {
        Self { page_seconds: 120 }
    }
}

const TICK: Duration = Duration::from_millis(20);

impl Ocr for TesseractOcr {
    fn picture(&self, bytes: &[u8], picture: Picture) -> Result<String, OcrProblem> {
        self.check_vietnamese()?;
        let folder = tempfile::tempdir().map_err(|error| failed(0, &error))?;
        let path = folder
            .path()
            .join("page")
            .with_extension(picture.extension());
        fs::write(&path, bytes).map_err(|error| failed(1, &error))?;
        self.recognise(&path, 1)
    }

    fn pdf(&self, bytes: &[u8], pages: usize) -> Result<Vec<String>, OcrProblem> {
        self.check_vietnamese()?;
        let folder = tempfile::tempdir().map_err(|error| failed(0, &error))?;
        let source = folder.path().join("scan.pdf");
        fs::write(&source, bytes).map_err(|error| failed(0, &error))?;
        (1..=pages)
            .map(|page| {
                // One page at a time: a page at 300 dpi is some megabytes.
                let stem = folder.path().join("page");
                self.draw(&source, &stem, page)?;
                self.recognise(&stem.with_extension("png"), page)
            })
            .collect()
    }
}

impl TesseractOcr {
    fn check_vietnamese(&self) -> Result<(), OcrProblem> {
        let listed = self.run(
            "tesseract",
            &["--list-langs".as_ref()],
            OcrMissing::Tesseract,
            0,
        )?;
        if listed.lines().any(|line| line.trim() == "vie") {
            Ok(())
        } else {
            Err(OcrProblem::Missing(OcrMissing::Vietnamese))
        }
    }

    fn draw(&self, pdf: &Path, stem: &Path, page: usize) -> Result<(), OcrProblem> {
        let number = page.to_string();
        let args: [&OsStr; 11] = [
            "-png".as_ref(),
            "-gray".as_ref(),
            "-r".as_ref(),
            "300".as_ref(),
            "-f".as_ref(),
            number.as_ref(),
            "-l".as_ref(),
            number.as_ref(),
            "-singlefile".as_ref(),
            pdf.as_ref(),
            stem.as_ref(),
        ];
        self.run("pdftoppm", &args, OcrMissing::Pdftoppm, page)
            .map(drop)
    }

    fn recognise(&self, picture: &Path, page: usize) -> Result<String, OcrProblem> {
        let args: [&OsStr; 6] = [
            picture.as_ref(),
            "stdout".as_ref(),
            "-l".as_ref(),
            "vie".as_ref(),
            "--psm".as_ref(),
            "6".as_ref(),
        ];
        self.run("tesseract", &args, OcrMissing::Tesseract, page)
    }

    /// Runs a program and returns what it wrote; kills it when its time is
    /// over. Output goes through files, so that a full pipe can't block it.
    fn run(
        &self,
        program: &str,
        args: &[&OsStr],
        missing: OcrMissing,
        page: usize,
    ) -> Result<String, OcrProblem> {
        let said = |error: io::Error| failed(page, &error);
        let folder = tempfile::tempdir().map_err(said)?;
        let (out, err) = (folder.path().join("out"), folder.path().join("err"));
        let mut child = Command::new(program)
            .args(args)
            // Two recognisers on two cores are quicker than one with threads.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::null())
            .stdout(fs::File::create(&out).map_err(said)?)
            .stderr(fs::File::create(&err).map_err(said)?)
            .spawn()
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => OcrProblem::Missing(missing),
                _ => said(error),
            })?;
        let ticks = Duration::from_secs(self.page_seconds).as_millis() / TICK.as_millis();
        for _ in 0..ticks {
            if let Some(status) = child.try_wait().map_err(said)? {
                let text = |path| fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned());
                if status.success() {
                    return text(&out).map_err(said);
                }
                let said = text(&err).unwrap_or_default();
                return Err(OcrProblem::Failed { page, said });
            }
            thread::sleep(TICK);
        }
        child.kill().map_err(said)?;
        child.wait().map_err(said)?;
        Err(OcrProblem::Failed {
            page,
            said: format!("{program}: > {} s", self.page_seconds),
        })
    }
}

fn failed(page: usize, error: &io::Error) -> OcrProblem {
    OcrProblem::Failed {
        page,
        said: error.to_string(),
    }
}
