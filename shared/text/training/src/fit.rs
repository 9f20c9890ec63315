//! Fits the weights: three linear heads over the same features, by stochastic gradients with a step of its own for each
//! weight (AdaGrad, Duchi et al. 2011). Each source gets a bias of its own, which is thrown away afterwards: how often a
//! source says misery is its affair, and says nothing about a text from elsewhere.

use text::Language;

use crate::Failure;
use crate::data::{Data, OWN, Row};
use crate::features::{ANSWERS, Described, GRAM_BITS, Tables};
use crate::learnt::{Settings, Weights};
use crate::pack;
use crate::random::Random;

/// Where every training begins.
const SEED: u64 = 7;

/// One head: its answers, and which of them a row allows and names.
struct Target {
    answers: std::ops::Range<usize>,
    right: usize,
    weight: f32,
}

/// Trains on every source but one, and returns the file of weights.
pub(crate) fn train(data: &Data, left_out: Option<usize>, settings: &Settings) -> Result<Vec<u8>, Failure> {
    Fold::without(data, &left_out.into_iter().collect::<Vec<_>>()).train(settings)
}

/// What is learnt from once some sources are left out: the same for all settings.
pub(crate) struct Fold<'a> {
    data: &'a Data,
    rows: Vec<&'a Row>,
    tables: Tables,
    described: Vec<Described>,
}

impl<'a> Fold<'a> {
    /// Builds it from every source that is not left out.
    pub(crate) fn without(data: &'a Data, left_out: &[usize]) -> Self {
        let rows: Vec<&Row> = data.rows.iter().filter(|row| !left_out.contains(&row.source)).collect();
        let tables = Tables::build(data, rows.iter().copied());
        let described = rows.iter().map(|row| tables.describe(&row.text)).collect();
        Self { data, rows, tables, described }
    }

    /// Trains on it, and returns the file of weights.
    pub(crate) fn train(&self, settings: &Settings) -> Result<Vec<u8>, Failure> {
        pack::pack(self.data, &self.tables, &self.fit(settings), settings)
    }

    fn fit(&self, settings: &Settings) -> Weights {
        let Self { data, rows, tables, described } = self;
        let shares = Shares::of(data, rows, settings);
        let dimensions = data.vectors.dimensions;
        let mut learnt = Learnt::new(dimensions, data.sources.len());
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let mut random = Random::new(SEED);
        let mut meaning = vec![0.0_f32; dimensions];
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            let step = settings.step / (1.0 + epoch as f32 * 0.5);
            for index in &order {
                let (row, described) = (rows[*index], &described[*index]);
                if described.tokens == 0 {
                    continue;
                }
                let share = 1.0 / libm::sqrtf(described.tokens as f32);
                meaning.fill(0.0);
                for slot in &described.words {
                    if let Some(vector) = tables.vector_of.get(&(*slot as usize)) {
                        for (sum, part) in meaning.iter_mut().zip(&data.vectors.entries[*vector].vector) {
                            *sum += part * share * settings.meaning;
                        }
                    }
                }
                let targets = shares.targets(data, row);
                learnt.learn(
                    row,
                    described,
                    &meaning,
                    share,
                    &targets,
                    &shares.allowed[row.source][row.language as usize],
                    step,
                    settings.decay,
                );
            }
        }
        learnt.finish(settings.meaning)
    }
}

/// How much each row counts, by source, language and answer.
struct Shares<'a> {
    settings: &'a Settings,
    /// Rows by source, language and answer.
    counts: Vec<[[f32; ANSWERS + 1]; 8]>,
    /// Answers that occur in a source and language; the others are not held against it.
    allowed: Vec<[[bool; ANSWERS]; 8]>,
}

impl<'a> Shares<'a> {
    fn of(data: &Data, rows: &[&Row], settings: &'a Settings) -> Self {
        let mut counts = vec![[[0.0; ANSWERS + 1]; 8]; data.sources.len()];
        for row in rows {
            let counts = &mut counts[row.source][row.language as usize];
            if let Some(outcome) = row.outcome {
                counts[outcome] += 1.0;
            }
            if let Some(stage) = row.stage {
                counts[3 + stage] += 1.0;
            }
            if let Some(complaint) = row.complaint {
                counts[if complaint { 7 } else { 8 }] += 1.0;
            }
        }
        // A source that cannot say average says nothing of it; one that is all of one stage still tells what that is.
        let is_allowed = |of: [f32; ANSWERS + 1], answer: usize| answer >= 3 || of[answer] > 0.0;
        let allowed =
            counts.iter().map(|of| of.map(|of| std::array::from_fn(|answer| is_allowed(of, answer)))).collect();
        Self { settings, counts, allowed }
    }

    /// A source weighs by less than its size, and an answer by less than its share.
    fn weight(&self, row: &Row, answers: &std::ops::Range<usize>, right: usize) -> f32 {
        let counts = &self.counts[row.source][row.language as usize];
        let all: f32 = counts[answers.clone()].iter().sum();
        let kinds = answers.clone().filter(|answer| counts[*answer] > 0.0).count() as f32;
        let of_source = libm::powf(all / 2_000.0, -0.4).clamp(0.15, 2.5);
        let of_kinds = if kinds < 2.0 { self.settings.one_answer } else { 1.0 };
        let of_answer = libm::powf(all / (kinds * counts[right].max(1.0)), 0.8).clamp(0.2, 5.0);
        of_source * of_answer * of_kinds
    }

    fn targets(&self, data: &Data, row: &Row) -> Vec<Target> {
        let own = if data.sources[row.source].starts_with(OWN) { self.settings.own } else { 1.0 };
        let mut targets = Vec::new();
        if let Some(outcome) = row.outcome {
            targets.push(Target { answers: 0..3, right: outcome, weight: own * self.weight(row, &(0..3), outcome) });
        }
        if let Some(stage) = row.stage {
            targets.push(Target {
                answers: 3..7,
                right: 3 + stage,
                weight: own * self.weight(row, &(3..7), 3 + stage),
            });
        }
        if let Some(complaint) = row.complaint {
            let right = if complaint { 7 } else { 8 };
            targets.push(Target { answers: 7..8, right, weight: own * self.weight(row, &(7..9), right) });
        }
        targets
    }
}

/// A weight and the sum of its squared gradients.
#[derive(Clone, Copy, Default)]
struct Weight {
    value: f32,
    squares: f32,
}

impl Weight {
    fn pull(&mut self, gradient: f32, step: f32, decay: f32) {
        let gradient = gradient + decay * self.value;
        self.squares += gradient * gradient;
        self.value -= step * gradient / libm::sqrtf(self.squares + 1e-4);
    }
}

struct Learnt {
    grams: Vec<[Weight; ANSWERS]>,
    meaning: Vec<[Weight; ANSWERS]>,
    bias: [Weight; ANSWERS],
    language_bias: [[Weight; ANSWERS]; 8],
    source_bias: Vec<[Weight; ANSWERS]>,
}

impl Learnt {
    fn new(dimensions: usize, sources: usize) -> Self {
        Self {
            grams: vec![Default::default(); 1 << GRAM_BITS],
            meaning: vec![Default::default(); dimensions],
            bias: Default::default(),
            language_bias: Default::default(),
            source_bias: vec![Default::default(); sources],
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the inner step of the training, called in one place")]
    fn learn(
        &mut self,
        row: &Row,
        described: &Described,
        meaning: &[f32],
        share: f32,
        targets: &[Target],
        allowed: &[bool; ANSWERS],
        step: f32,
        decay: f32,
    ) {
        for target in targets {
            let answers = target.answers.clone();
            let mut totals = [0.0_f32; ANSWERS];
            for answer in answers.clone() {
                let mut sum = 0.0;
                for place in &described.grams {
                    sum += self.grams[*place as usize][answer].value;
                }
                sum *= share;
                for place in &described.wholes {
                    sum += self.grams[*place as usize][answer].value;
                }
                for (part, weights) in meaning.iter().zip(&self.meaning) {
                    sum += part * weights[answer].value;
                }
                let of_source = if answer < 3 { self.source_bias[row.source][answer].value } else { 0.0 };
                totals[answer] =
                    sum + of_source + self.bias[answer].value + self.language_bias[row.language as usize][answer].value;
            }
            let gradients = gradients(&totals, target, allowed);
            for answer in answers {
                let gradient = gradients[answer] * target.weight;
                if gradient == 0.0 {
                    continue;
                }
                for place in &described.grams {
                    self.grams[*place as usize][answer].pull(gradient * share, step, decay);
                }
                for place in &described.wholes {
                    self.grams[*place as usize][answer].pull(gradient, step, decay);
                }
                for (part, weights) in meaning.iter().zip(&mut self.meaning) {
                    weights[answer].pull(gradient * part, step, decay);
                }
                self.bias[answer].pull(gradient, step, decay);
                self.language_bias[row.language as usize][answer].pull(gradient, step * 0.3, decay * 10.0);
                if answer < 3 {
                    self.source_bias[row.source][answer].pull(gradient, step, decay);
                }
            }
        }
    }

    fn finish(self, scale: f32) -> Weights {
        let plain = |weights: [Weight; ANSWERS]| weights.map(|weight| weight.value);
        Weights {
            grams: self.grams.into_iter().map(plain).collect(),
            meaning: self.meaning.into_iter().map(|weights| plain(weights).map(|value| value * scale)).collect(),
            bias: plain(self.bias),
            language_bias: self.language_bias.map(plain),
        }
    }
}

/// What each answer got too much of.
fn gradients(totals: &[f32; ANSWERS], target: &Target, allowed: &[bool; ANSWERS]) -> [f32; ANSWERS] {
    let mut gradients = [0.0; ANSWERS];
    if target.answers.len() == 1 {
        let answer = target.answers.start;
        let wanted = if target.right == answer { 1.0 } else { 0.0 };
        gradients[answer] = 1.0 / (1.0 + libm::expf(-totals[answer])) - wanted;
        return gradients;
    }
    let open = || target.answers.clone().filter(|answer| allowed[*answer]);
    let most = open().map(|answer| totals[answer]).fold(f32::MIN, f32::max);
    let sum: f32 = open().map(|answer| libm::expf(totals[answer] - most)).sum();
    for answer in open() {
        let wanted = if answer == target.right { 1.0 } else { 0.0 };
        gradients[answer] = libm::expf(totals[answer] - most) / sum - wanted;
    }
    gradients
}

/// Every language, for what is kept by it.
pub(crate) const LANGUAGES: [Language; 8] = Language::ALL;
