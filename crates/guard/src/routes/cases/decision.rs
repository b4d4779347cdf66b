//! `POST /parvis/v1/guard/cases/{case_id}/decision`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::shown::ShownDecision;
use crate::words::{Automated, Category, Content, Ground, Measure, Source};
use crate::{check, decisions};

/// What is done, and why.
#[derive(Debug, Deserialize)]
pub struct DecideCase {
    measures: Vec<Measure>,
    ground: Ground,
    #[serde(default)]
    legal_ground: Option<String>,
    #[serde(default)]
    rule: String,
    facts: String,
    category: Category,
    #[serde(default)]
    keywords: Vec<String>,
    /// Whether somebody considered that it may be news, art, research, or said against what it shows.
    context_considered: bool,
    #[serde(default)]
    text_to_person: Option<String>,
}

impl DecideCase {
    pub(crate) fn into_content(self) -> ApiResult<Content> {
        if !self.context_considered {
            let text = "Consider the context before you decide.";
            return Err(invalid_fields(FieldError::new(
                "context_considered",
                "CONTEXT_NOT_CONSIDERED",
                text,
            )));
        }
        let trimmed = |text: Option<String>| text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        let content = Content {
            measures: self.measures,
            ground: self.ground,
            legal_ground: trimmed(self.legal_ground),
            rule: self.rule.trim().to_owned(),
            facts: self.facts.trim().to_owned(),
            category: self.category,
            keywords: self.keywords,
            source: Source::Report,
            automated: Automated::None,
            text_to_person: trimmed(self.text_to_person),
        };
        check::content(&content).map_err(invalid_fields)?;
        Ok(content)
    }
}

/// Decides a case.
pub async fn decide_case(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
    Json(body): Json<DecideCase>,
) -> ApiResult<Json<ShownDecision>> {
    Ok(Json(decisions::decide(&app, &caller, case_id, body.into_content()?).await?))
}
